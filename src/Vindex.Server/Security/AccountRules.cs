using Vindex.Server.Security.Passwords;

namespace Vindex.Server.Security;

/// <summary>An e-mail address as accounts are named.</summary>
internal sealed class EmailAttribute() : LineAttribute(EmailAddress.MaxLength)
{
    public override IEnumerable<string> Check(object value)
    {
        foreach (var error in base.Check(value)) yield return error;
        if (!string.IsNullOrWhiteSpace((string)value) && EmailAddress.Normalise((string)value, out var expected) is null) yield return expected;
    }
}

/// <summary>A role in a company.</summary>
internal sealed class RoleAttribute() : TextAttribute(20)
{
    public override IEnumerable<string> Check(object value)
    {
        foreach (var error in base.Check(value)) yield return error;
        if (!string.IsNullOrWhiteSpace((string)value) && RoleNames.Parse((string)value) is null) yield return $"must be one of {string.Join(", ", RoleNames.All)}";
    }
}
