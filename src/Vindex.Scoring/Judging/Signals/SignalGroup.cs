using Vindex.Scoring.Judging.Advice;
using Vindex.Scoring.Judging.Rules;
using Vindex.Scoring.Reading;

namespace Vindex.Scoring.Judging.Signals;

/// <summary>A group of signals, which is shown as one contribution: its names and texts, looked up once.</summary>
internal sealed class SignalGroup
{
    // Groups that an author can do something about when they are missing.
    private static readonly string[] s_wanted = ["role", "reason", "criteria", "detail"];
    private static readonly string[] s_wantedOfBugs = ["reason", "criteria", "detail", "steps", "expected", "environment"];
    private static readonly string[] s_avoidable = ["dependency", "prescribed", "vague", "several", "template", "questions", "title"];

    private readonly string[] _ids;
    private readonly bool _isWantedOfBugs;

    private SignalGroup(string name)
    {
        Name = name;
        IsKind = name == "kind";
        IsWanted = s_wanted.Contains(name, StringComparer.Ordinal);
        IsAvoidable = s_avoidable.Contains(name, StringComparer.Ordinal);
        _isWantedOfBugs = s_wantedOfBugs.Contains(name, StringComparer.Ordinal);
        Advice = Enum.TryParse<AdviceGroup>(name, ignoreCase: true, out var advice) ? advice : null;
        _ids = IsKind ? [] : [.. Enumerable.Range(0, Dimensions.Count).Select(dimension => RuleNames.Id(name, dimension))];
    }

    /// <summary>All groups, in the order of <see cref="TicketSignals.Groups"/>.</summary>
    public static SignalGroup[] All { get; } = [.. TicketSignals.Groups.ToArray().Select(name => new SignalGroup(name))];

    /// <summary>The numbers of the groups that an author of each kind of ticket can do something about when they are missing.</summary>
    public static int[][] Wanted { get; } = OfKinds((group, kind) => group.IsWantedOf(kind));

    /// <summary>The numbers of these groups and of those that an author can do without.</summary>
    public static int[][] Improvable { get; } = OfKinds((group, kind) => group.IsAvoidable || group.IsWantedOf(kind));

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Whether it is the kind of ticket, which is part of the start and no contribution.</summary>
    public bool IsKind { get; }

    /// <summary>Whether more of it is better, for an author of anything but a bug.</summary>
    public bool IsWanted { get; }

    /// <summary>Whether an author can do without.</summary>
    public bool IsAvoidable { get; }

    /// <summary>The sentences of advice about it; null for none.</summary>
    public AdviceGroup? Advice { get; }

    /// <summary>The number of a group by its name; −1 for none.</summary>
    public static int IndexOf(string name) => TicketSignals.Groups.IndexOf(name);

    /// <summary>Whether an author of this kind of ticket can do something about it when it is missing.</summary>
    public bool IsWantedOf(TicketKind kind) => kind == TicketKind.Bug ? _isWantedOfBugs : IsWanted;

    private static int[][] OfKinds(Func<SignalGroup, TicketKind, bool> isMeant) =>
        [.. Enum.GetValues<TicketKind>().Select(kind => Enumerable.Range(1, All.Length - 1).Where(g => isMeant(All[g], kind)).ToArray())];

    /// <summary>The id of its rule for a dimension.</summary>
    public string Id(int dimension) => _ids[dimension];
}
