using Vindex.Storage.Scores;

namespace Vindex.Storage.Tests.Conformance;

/// <summary>What a store of scores does, said in the plainest way.</summary>
internal sealed class ScoreModel
{
    private static readonly string[] s_titles = ["Login fails", "ÄNDERN der Straße", "ändern %_\\", "Оплата заказа", ""];

    public static string[] Companies { get; } = ["acme", "other"];

    public static int[] Levels { get; } = [20, 70];

    public List<StoredScore> Scores { get; } = [];

    public static string CompanyId(int number) => Some.Company(Companies[number % Companies.Length]).Id;

    public static string[] CustomersOf(string companyId) =>
        [.. Companies.Where(name => companyId == $"co_{name}").SelectMany(name => (string[])[$"{name}_default", $"{name}_2", $"{name}_3"])];

    public StoredScore Next(ScoreModelStep numbers)
    {
        var company = CompanyId(numbers.A);
        var score = Some.Score(company, CustomersOf(company)[numbers.B % 3], numbers.C % 40, numbers.D % 101)
            .Titled($"Key-{numbers.D % 4}", s_titles[numbers.C % s_titles.Length]);
        var d = new StoredDimensions(numbers.A % 11, numbers.B % 11, numbers.C % 11, numbers.D % 11, Scores.Count % 11, 5);
        return score with
        {
            Item = score.Item with { Dimensions = d, TicketKey = numbers.B % 4 == 1 ? $"shop/web#{numbers.D % 4}" : numbers.B % 4 == 2 ? "shop" : $"Key-{numbers.D % 4}" },
            IssueType = numbers.C % 3 == 0 ? null : $"Type {numbers.C % 3}",
            Source = numbers.A % 2 == 0 ? "api" : "generic",
            Profile = numbers.B % 2 == 0 ? "adam" : "bugs",
            Provider = numbers.D % 2 == 0 ? "vindex" : "openai",
            Model = $"rubric-{numbers.A % 2}",
        };
    }

    public static ScoreAccess Access(ScoreModelStep numbers)
    {
        string[] all = [.. Companies.SelectMany(name => CustomersOf($"co_{name}"))];
        var customers = all.Where((_, i) => ((numbers.A >> i) & 1) == 1).ToArray();
        return (numbers.D % 5) switch
        {
            0 => ScoreAccess.All,
            1 => new ScoreAccess(null, customers),
            2 => new ScoreAccess(CompanyId(numbers.B), customers),
            _ => new ScoreAccess(CompanyId(numbers.B), null),
        };
    }

    public static ScoreFilter Filter(ScoreModelStep numbers) => new()
    {
        CustomerId = numbers.A % 5 == 0 ? CustomersOf(CompanyId(numbers.B))[numbers.C % 3] : null,
        Key = numbers.A % 7 == 1 ? $"KEY-{numbers.D % 4}" : null,
        MinTenths = numbers.B % 3 == 0 ? numbers.C % 60 : null,
        MaxTenths = numbers.B % 4 == 0 ? 40 + (numbers.D % 60) : null,
        FailingDimension = numbers.D % 5 == 2 ? numbers.A % 6 : null,
        From = numbers.C % 3 == 0 ? Some.Noon.AddMinutes(numbers.A % 30) : null,
        Before = numbers.C % 4 == 0 ? Some.Noon.AddMinutes(10 + (numbers.B % 30)) : null,
        LatestOnly = numbers.A % 3 == 0,
        Groups = (numbers.B % 8) switch
        {
            0 => [new(ScoreGrouping.Source, "api")],
            1 => [new(ScoreGrouping.Project, "Key")],
            2 => [new(ScoreGrouping.IssueType, ""), new(ScoreGrouping.Profile, "adam")],
            3 => [new(ScoreGrouping.Model, "rubric-1"), new(ScoreGrouping.Provider, "vindex")],
            4 => [new(ScoreGrouping.Customer, "acme_2")],
            _ => [],
        },
        Words = (numbers.D % 6) switch { 0 => ["STRASSE"], 1 => ["Ändern"], 2 => ["оплата", "key"], 3 => ["%_\\"], _ => [] },
    };

    public static BucketSumsQuestion Question(ScoreModelStep numbers, IReadOnlyList<DateTimeOffset> edges) => new(edges)
    {
        Levels = Levels,
        LatestOnly = numbers.C % 2 == 0,
        By = numbers.B % 8 == 7 ? null : (ScoreGrouping)(numbers.B % 8),
        Values = numbers.B % 8 == 7 || numbers.D % 3 > 0 ? null : ["api", "Key", "shop/web", "", "adam", "vindex", "rubric-1", "acme_2"],
    };

    public bool Delete(ScoreAccess access, StoredScore score) => Visible(access, null).Contains(score) && Scores.Remove(score);

    public int DeleteBefore(
        string companyId, DateTimeOffset before) => Scores.RemoveAll(score => score.Item.CompanyId == companyId && score.Item.CreatedAt < before);

    public List<StoredScore> List(ScoreAccess access, ScoreFilter filter, ScoreSort sort)
    {
        var selected = Visible(access, filter.CustomerId).Where(score => Passes(score.Item, filter))
            .Where(score => filter.Groups.All(group => ValueOf(score, group.By) == group.Value))
            .Select(score => score with { IsLatest = IsLatest(score) }).Where(score => score.IsLatest || !filter.LatestOnly);
        if (sort == ScoreSort.WorstFirst) return [.. List(access, filter, ScoreSort.OverallScore).AsEnumerable().Reverse()];
        var sorted = sort == ScoreSort.CreatedAt
            ? selected.OrderByDescending(score => score.Item.CreatedAt)
            : selected.OrderByDescending(score => score.Item.OverallTenths);
        return [.. sorted.ThenByDescending(score => score.Item.Id, StringComparer.Ordinal)];
    }

    public ScoreTotals Totals(ScoreAccess access, string? customerId)
    {
        var visible = Visible(access, customerId).ToList();
        return new ScoreTotals(visible.Count, visible.Sum(score => score.Item.OverallTenths));
    }

    /// <summary>Sums of scores, by bucket and group.</summary>
    public List<string> Sum(ScoreAccess access, BucketSumsQuestion question) =>
    [
        .. from bucket in Enumerable.Range(0, question.Edges.Count - 1)
           from score in Visible(access, question.CustomerId)
           where IsLatest(score) || !question.LatestOnly
           where score.Item.CreatedAt >= question.Edges[bucket] && score.Item.CreatedAt < question.Edges[bucket + 1]
           let value = ValueOf(score, question.By)
           where question.Values is null || question.Values.Contains(value)
           group score.Item by (Bucket: bucket, Value: value) into rows
           let six = Enumerable.Range(0, 6).Select(dimension => rows.Sum(row => 10L * Six(row.Dimensions)[dimension]))
           let fails = Enumerable.Range(0, 6).Select(dimension => rows.LongCount(row => Six(row.Dimensions)[dimension] < 5))
           let atLeast = question.Levels.Select(level => rows.LongCount(row => row.OverallTenths >= level))
           select Shown(new BucketSums(
               rows.Key.Bucket, rows.Key.Value, rows.Count(), [rows.Sum(row => (long)row.OverallTenths), .. six], [.. fails], [.. atLeast])),
    ];

    public static string Shown(BucketSums sums) =>
        $"{sums.Bucket} {sums.Group} {sums.Count}: {string.Join(' ', sums.Tenths)}, {string.Join(' ', sums.Fails)}, {string.Join(' ', sums.AtLeast)}";

    private static string ValueOf(StoredScore score, ScoreGrouping? by) => by switch
    {
        null => "",
        ScoreGrouping.Customer => score.Item.CustomerId,
        ScoreGrouping.Project => score.Item.TicketKey switch { "shop" => "", ['s', ..] => "shop/web", _ => "Key" },
        ScoreGrouping.Source => score.Source,
        ScoreGrouping.IssueType => score.IssueType ?? "",
        ScoreGrouping.Profile => score.Profile,
        ScoreGrouping.Provider => score.Provider,
        _ => score.Model,
    };

    private bool IsLatest(StoredScore score) => !Scores.Any(other =>
        (other.Item.CustomerId, other.Item.TicketId) == (score.Item.CustomerId, score.Item.TicketId)
        && (other.Item.CreatedAt > score.Item.CreatedAt
            || (other.Item.CreatedAt == score.Item.CreatedAt && string.CompareOrdinal(other.Item.Id, score.Item.Id) > 0)));

    private static bool Passes(ScoreItem item, ScoreFilter filter) =>
        (filter.Key is null || item.TicketKey.Equals(filter.Key, StringComparison.OrdinalIgnoreCase))
        && !(item.OverallTenths < filter.MinTenths)
        && !(item.OverallTenths > filter.MaxTenths)
        && (filter.FailingDimension is not { } dimension || Six(item.Dimensions)[dimension] < 5)
        && !(item.CreatedAt < filter.From)
        && !(item.CreatedAt >= filter.Before)
        && filter.Words.All(word =>
            item.TicketKey.Contains(word, StringComparison.OrdinalIgnoreCase) || item.Title.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static int[] Six(StoredDimensions six) => [six.Independent, six.Negotiable, six.Valuable, six.Estimable, six.Small, six.Testable];

    private IEnumerable<StoredScore> Visible(ScoreAccess access, string? customerId) => Scores.Where(score =>
        (access.CompanyId is null || score.Item.CompanyId == access.CompanyId)
        && (access.CustomerIds is null || access.CustomerIds.Contains(score.Item.CustomerId))
        && (customerId is null || score.Item.CustomerId == customerId));
}
