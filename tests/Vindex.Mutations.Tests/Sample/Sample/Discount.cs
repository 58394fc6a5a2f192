using System.Globalization;

namespace Sample;

/// <summary>Something small to mutate. <c>MutationRunTests</c> knows which of its mutants the tests beside it leave alive.</summary>
public static class Discount
{
    private const int Large = 100;

    /// <summary>The price of an order for a kind of customer.</summary>
    public static int Price(int amount, string customer)
    {
        var percent = Rate(customer);
        if (amount >= Large) percent += 5;
        return amount - (amount * percent / 100);
    }

    /// <summary>No test calls this.</summary>
    public static int Twice(int amount) => amount * 2;

    private static int Rate(string customer)
    {
        using var stream = typeof(Discount).Assembly.GetManifestResourceStream("Data/rates.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith(customer + " ", StringComparison.Ordinal)) return int.Parse(line.AsSpan(customer.Length + 1), CultureInfo.InvariantCulture);
        }
        return 0;
    }
}
