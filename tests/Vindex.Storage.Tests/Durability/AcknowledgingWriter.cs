using Vindex.Storage.Sqlite;
using Vindex.Storage.Tests.Conformance;

namespace Vindex.Storage.Tests.Durability;

/// <summary>This executable as a program that scores until it is killed, and prints the id of every score that was acknowledged.</summary>
internal static class AcknowledgingWriter
{
    /// <summary>Names the folder to write to; when it is set, no tests run.</summary>
    public const string FolderVariable = "VINDEX_TEST_WRITE_UNTIL_KILLED";

    private const int InFlight = 32;

    public static async Task WriteAsync(string folder)
    {
        await using var store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions { DataFolder = folder, ScoreFeedback = Some.ScoreFeedback }, CancellationToken.None);
        var company = Some.Company("acme");
        await store.Companies.AddAsync(company, Some.DefaultCustomer(company), Some.Audit(), CancellationToken.None);
        await using var output = new StreamWriter(Console.OpenStandardOutput());
        output.AutoFlush = true;
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(async _ =>
        {
            while (true)
            {
                var score = Some.Score(company.Id, company.DefaultCustomerId);
                if (await store.Scores.AddAsync(score, null, CancellationToken.None))
                {
                    lock (output)
                    {
                        output.WriteLine(score.Item.Id);
                    }
                }
            }
        }));
    }
}
