using System.Text;
using Vindex.Storage;
using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Scores;

namespace Vindex.Benchmarks.Storage;

/// <summary>Made-up scores of a few companies of unequal size over one year, the same for the same seed.</summary>
internal sealed class Backlog
{
    public const int Seed = 4711;

    private const int Customers = 4;
    private const double DaysLong = 365;

    public static readonly DateTimeOffset End = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] s_words =
    [
        "checkout", "basket", "login", "retry", "invoice", "export", "search", "filter", "report", "upload", "user", "admin", "order", "price", "label",
        "mobile",
        "cache", "token", "email", "alert", "queue", "import", "chart", "audit",
    ];

    // Shares of the companies, in percent.
    private static readonly int[] s_shares = [60, 25, 10, 4, 1];

    private readonly Random _random = new(Seed);
    private long _made;

    public static string CompanyId(int company) => $"co_{company:D12}";

    public static string CustomerId(int company, int customer) => $"company{company}_jira_{customer:D4}";

    /// <summary>A word of the titles.</summary>
    public static string Word(int number) => s_words[number % s_words.Length];

    public static async Task AddCompaniesAsync(IStore store)
    {
        for (var i = 0; i < s_shares.Length; i++)
        {
            var company = new Company(CompanyId(i), $"company{i}", $"Company {i}", CustomerId(i, 0), 70, null, null, End);
            await store.Companies.AddAsync(company, new Customer(CustomerId(i, 0), company.Id, "Default", End), Audit(company.Id), CancellationToken.None);
            for (var j = 1; j < Customers; j++)
            {
                await store.Companies.AddCustomerAsync(
                    new Customer(CustomerId(i, j), company.Id, $"Customer {j}", End), Audit(company.Id), CancellationToken.None);
            }
        }
    }

    public async Task AddAsync(IStore store, int count, int inFlight)
    {
        var left = count;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                StoredScore score;
                lock (_random)
                {
                    score = Next();
                }

                if (!await store.Scores.AddAsync(score, null, CancellationToken.None))
                {
                    throw new InvalidOperationException("A score was refused.");
                }
            }
        }));
    }

    private static AuditEntry Audit(string companyId) =>
        new(Guid.CreateVersion7(End).ToString("N"), End, companyId, "system", "company.created", companyId, null);

    private StoredScore Next()
    {
        // As in life: mostly in the order of time.
        var at = End.AddDays(-DaysLong).AddMilliseconds(_made++ * (DaysLong * 86_400_000 / 1_000_000) % (DaysLong * 86_400_000)).AddSeconds(_random.Next(60));
        var pick = _random.Next(100);
        var company = 0;
        for (; pick >= s_shares[company]; company++)
        {
            pick -= s_shares[company];
        }

        var d = new StoredDimensions(Score(), Score(), Score(), Score(), Score(), Score());
        var sum = d.Independent + d.Negotiable + d.Valuable + d.Estimable + d.Small + d.Testable;
        var key = $"PROJ-{_random.Next(200_000)}";
        var item = new ScoreItem(
            Guid.CreateVersion7(at).ToString("N"), CompanyId(company), CustomerId(company, _random.Next(Customers)), key, key, Words(8), d,
            ((20 * sum) + 6) / 12, at);
        return new StoredScore(
            item, item.Id, "Story", at, Words(60), Words(30), "api", "adam", "vindex", "rubric-1", at, at.AddMilliseconds(1), 0.3,
            System.Text.Encoding.UTF8.GetBytes($$"""{"recommendations":["{{Words(20)}}","{{Words(20)}}"],"findings":[{"quote":"{{Words(120)}}"}]}"""));
    }

    private int Score() => _random.Next(11);

    private string Words(int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append(i == 0 ? "" : " ").Append(s_words[_random.Next(s_words.Length)]);
        }

        return text.ToString();
    }
}
