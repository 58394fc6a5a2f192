using Vindex.Server.Feedback.Queries.Rows;

namespace Vindex.Server.Feedback.Queries.Language;

/// <summary>A condition of a query: true, false or unknown for a row.</summary>
internal abstract class Condition
{
    public abstract Truth Test(RowReading row);
}

/// <summary><c>$and</c>.</summary>
internal sealed class AllOf(Condition[] parts) : Condition
{
    public Condition[] Parts => parts;

    public override Truth Test(RowReading row)
    {
        var least = Truth.True;
        foreach (var part in parts)
        {
            var truth = part.Test(row);
            if (truth == Truth.False) return Truth.False;
            if (truth < least) least = truth;
        }

        return least;
    }
}

/// <summary><c>$or</c>.</summary>
internal sealed class AnyOf(Condition[] parts) : Condition
{
    public Condition[] Parts => parts;

    public override Truth Test(RowReading row)
    {
        var most = Truth.False;
        foreach (var part in parts)
        {
            var truth = part.Test(row);
            if (truth == Truth.True) return Truth.True;
            if (truth > most) most = truth;
        }

        return most;
    }
}

/// <summary><c>$not</c>; unknown stays unknown.</summary>
internal sealed class NotThat(Condition part) : Condition
{
    public override Truth Test(RowReading row) => (Truth)(Truth.True - part.Test(row));
}

/// <summary>A boolean value as a condition.</summary>
internal sealed class Holds(Operand operand) : Condition
{
    public override Truth Test(RowReading row)
    {
        var value = operand.Read(row);
        if (value.IsNull) return Truth.Unknown;
        return value.Boolean ? Truth.True : Truth.False;
    }
}
