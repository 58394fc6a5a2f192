using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;
using Vindex.Server.Judging;

namespace Vindex.Server.Scoring.Records;

/// <summary>A hash of everything that a score depends on: text, context, profile and judge.</summary>
internal static class ContentHash
{
    /// <summary>
    /// The hash of a score. A fallback has another one than the model's score would have, so that the next event of the ticket asks the model again.
    /// </summary>
    public static string Of(TicketReading reading, TicketJudge judge, TicketVerdict verdict, JudgingTerms terms) =>
        Of(reading, judge, verdict.Failure is null ? terms.Identity : null);

    /// <summary>64 hexadecimal digits.</summary>
    /// <param name="reading">The ticket.</param>
    /// <param name="judge">The offline judge.</param>
    /// <param name="model">The model and how it is asked; null if the offline judge scores.</param>
    public static string Of(TicketReading reading, TicketJudge judge, string? model = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var ticket = reading.Ticket!;
        Add(hash, judge.ModelName);
        Add(hash, judge.Profile);
        Add(hash, ticket.IssueType);
        Add(hash, ticket.Summary.Source);
        Add(hash, ticket.Description.Source);
        Add(hash, ticket.AcceptanceCriteria.Source);
        foreach (var field in reading.Cut) Add(hash, field.ToString());
        foreach (var item in ticket.Context)
        {
            Add(hash, item.Kind.ToString());
            Add(hash, item.Key);
            Add(hash, item.Relation);
            Add(hash, item.Title);
            Add(hash, item.Text);
        }

        if (model is not null) Add(hash, model);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, Profile profile)
    {
        Add(hash, profile.Name);
        foreach (var (rule, weight) in profile.RuleWeights.OrderBy(pair => pair.Key, StringComparer.Ordinal)) Add(hash, $"{rule}={weight:R}");
        foreach (var (lexicon, words) in profile.Vocabulary.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Add(hash, lexicon);
            foreach (var word in words) Add(hash, word);
        }
    }

    // Lengths separate the texts, so that different lists never hash alike.
    private static void Add(IncrementalHash hash, string? text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
        BinaryPrimitives.WriteInt32LittleEndian(length, text is null ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
