using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;

namespace Vindex.Training;

/// <summary>
/// How often what contributions claim is right: measured against the readers' spans, with likelihoods by models that did not see the project.
/// </summary>
internal static class ClaimReport
{
    private static readonly string[] s_types = ["role", "reason", "criteria", "dependency", "prescribed", "vague", "several"];

    /// <summary>Prints for each type the number of claims of each strength and the share that is right.</summary>
    public static void Print(Extraction extraction, double[][] odds, TicketKind[] kinds)
    {
        Console.WriteLine(
            "          claims: tickets, share right; certain = the quoted sentence is one, likely and possible = the ticket has one, absent = it has none");
        for (var type = 0; type < s_types.Length; type++)
        {
            var said = new (int Count, int Right)[Enum.GetValues<ClaimStrength>().Length];
            var absent = (Count: 0, Right: 0);
            foreach (var (ticket, likelihood, isRight, isAny) in Clearest(extraction, odds, type))
            {
                var group = SignalGroup.IndexOf(s_types[type]);
                var strength = Claims.Of(group, kinds[ticket], likelihood);
                ref var entry = ref said[(int)strength];
                entry = (entry.Count + 1, entry.Right + ((strength == ClaimStrength.Certain ? isRight : isAny) ? 1 : 0));
                if (Claims.IsAbsent(group, kinds[ticket], likelihood)) absent = (absent.Count + 1, absent.Right + (isAny ? 0 : 1));
            }

            var (certain, likely) = Thresholds([.. Clearest(extraction, odds, type).Select(row => (row.Likelihood, row.IsRight, row.IsAny))]);
            Console.WriteLine(
                $"          {s_types[type],-12} certain {Share(said[3])}  likely {Share(said[2])}  possible {Share(said[1])}  absent {Share(absent)}  (could be certain from {certain:F2}, likely from {likely:F2})");
        }
    }

    // The least likelihoods from which on enough claims are right.
    private static (double Certain, double Likely) Thresholds((double Likelihood, bool IsRight, bool IsAny)[] rows)
    {
        Array.Sort(rows, (a, b) => b.Likelihood.CompareTo(a.Likelihood));
        var certain = Last(rows, row => row.IsRight);
        var rest = rows.AsSpan(certain).ToArray();
        var likely = Last(rest, row => row.IsAny);
        return (certain == 0 ? 1 : rows[certain - 1].Likelihood, likely == 0 ? 1 : rest[likely - 1].Likelihood);

        static int Last((double Likelihood, bool IsRight, bool IsAny)[] rows, Func<(double Likelihood, bool IsRight, bool IsAny), bool> isGood)
        {
            const double enough = 0.86;
            const int least = 10;
            var (good, last) = (0, 0);
            for (var i = 0; i < rows.Length; i++)
            {
                good += isGood(rows[i]) ? 1 : 0;
                if (i + 1 >= least && good >= enough * (i + 1)) last = i + 1;
            }

            return last;
        }
    }

    // Of each ticket the sentence that is likeliest to be of the type, as the judge shows it.
    private static IEnumerable<(int Ticket, double Likelihood, bool IsRight, bool IsAny)> Clearest(Extraction extraction, double[][] odds, int type)
    {
        var text = new TicketText(ReadingModel.Classes);
        var row = 0;
        for (var ticket = 0; ticket < extraction.Tickets.Length; ticket++)
        {
            text.Read(extraction.Tickets[ticket].Ticket.Ticket!);
            var (best, likelihood, isAny) = (-1, 0.0, false);
            for (var i = 0; i < text.Segments.Length; i++)
            {
                var share = TicketSignals.Share(text.Segments[i], odds[row + i], type);
                if (share > likelihood) (best, likelihood) = (row + i, share);
                isAny |= extraction.Cover[row + i][type] > 0;
            }

            yield return (ticket, likelihood, best >= 0 && extraction.Cover[best][type] > 0, isAny);
            row += text.Segments.Length;
        }
    }

    private static string Share((int Count, int Right) said) => said.Count == 0 ? "   0     " : $"{said.Count,4} {(double)said.Right / said.Count:F2}";
}
