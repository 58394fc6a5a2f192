using System.Data.Common;
using Vindex.Storage.Sql.Reading;

namespace Vindex.Storage.Sql.Feedback;

/// <summary>
/// The texts of feedback as the database's indexes hold them: SQLite's whole, PostgreSQL's up to a length, because its index entries are limited. There, a
/// condition on a text comes twice: on the indexed part, by which rows are found, and on the whole, which decides.
/// </summary>
internal sealed class FeedbackTexts
{
    private const int TypeLength = 200;
    private const int RefLength = 400;

    private static readonly FeedbackTexts s_whole = new("f.feedback_type", "f.trigger_ref", "f.weave_ref", areCut: false);
    private static readonly FeedbackTexts s_cut =
        new("substr(f.feedback_type, 1, 200)", "substr(f.trigger_ref, 1, 400)", "substr(f.weave_ref, 1, 400)", areCut: true);

    private FeedbackTexts(string type, string trigger, string weaveRef, bool areCut) => (Type, Trigger, WeaveRef, AreCut) = (type, trigger, weaveRef, areCut);

    /// <summary>The indexed type.</summary>
    public string Type { get; }

    /// <summary>The indexed trigger.</summary>
    public string Trigger { get; }

    /// <summary>The indexed reference.</summary>
    public string WeaveRef { get; }

    /// <summary>Whether they are not the whole texts.</summary>
    public bool AreCut { get; }

    /// <summary>How many seeks in these indexes cost less than a walk over the rows: each is a round trip where the database is another process.</summary>
    public int MostSeeks => AreCut ? 500 : 10_000;

    /// <summary>Those of a connection's database.</summary>
    public static FeedbackTexts Of(DbConnection connection) => connection.IsPostgreSql() ? s_cut : s_whole;

    /// <summary>The indexed part of a type.</summary>
    public static string CutType(string type) => Cut(type, TypeLength);

    /// <summary>The indexed part of a reference or a trigger.</summary>
    public static string CutRef(string reference) => Cut(reference, RefLength);

    /// <summary>Whether an indexed type may be the beginning of longer ones.</summary>
    public bool MayContinue(string type) => AreCut && type.Length >= TypeLength;

    /// <summary>Whether an indexed trigger may be the beginning of longer ones.</summary>
    public bool MayTriggerContinue(string trigger) => AreCut && trigger.Length >= RefLength;

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : string.Concat(text.EnumerateRunes().Take(length).Select(rune => rune.ToString()));
}
