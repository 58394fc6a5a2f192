using System.Diagnostics;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Judging.Advice;
using Vindex.Scoring.Languages;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Untrusted;

namespace Vindex.Training;

/// <summary>Where the time of judging goes, in microseconds of processor time a ticket.</summary>
internal static class Speed
{
    public static void Run(RatedTicket[] tickets)
    {
        var text = new TicketText(ReadingModel.Classes);
        var features = new FeatureBuffer();
        var seen = new LinearModel.Seen();
        var spans = new SpanReader();
        var advice = new AdviceWriter();
        var judge = JudgeVersions.Load(Profile.Default);
        var kinds = new double[ReadingModel.Kinds];
        var rows = new double[1 << 20];
        var signals = new double[TicketSignals.Names.Length];
        Time("cut into segments", t => text.Read(t.Ticket.Ticket!));
        Time("instructions", t => InstructionFinder.Find(t.Ticket.Ticket!.Description.Source));
        Time("language", t => LanguageDetector.Detect(t.Ticket.Ticket!.Description.Clean));
        Time("kind", t => { text.Read(t.Ticket.Ticket!); features.Clear(); KindFeatures.Add(text, features); ReadingModel.Kind(features.Hashes, seen, kinds); });
        Time("span odds", t => { text.Read(t.Ticket.Ticket!); ReadingModel.Spans(text, TicketKind.Bug, features, seen, rows); });
        Time("span odds and phrases", t => { text.Read(t.Ticket.Ticket!); ReadingModel.Spans(text, TicketKind.Bug, features, seen, rows); spans.Read(text, rows); });
        Time("signals", t => { text.Read(t.Ticket.Ticket!); TicketSignals.Write(text, rows, kinds, signals); });
        Time("one advice", t => { text.Read(t.Ticket.Ticket!); advice.Write(new(text, TicketKind.Bug, Vindex.Scoring.Dimension.Testable, AdviceGroup.Criteria)); });
        Time("judge", t => judge.Judge(t.Ticket));
        Time("rubric 2", t => JudgeVersions.Load(Profile.Default, "2"), 20);
        var old = JudgeVersions.Load(Profile.Default, "2");
        Time("rubric 2", t => old.Judge(t.Ticket));

        void Time(string name, Action<RatedTicket> action, int count = int.MaxValue)
        {
            var some = tickets.Take(count).ToArray();
            foreach (var ticket in some) action(ticket);
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            for (var round = 0; round < 2; round++) foreach (var ticket in some) action(ticket);
            Console.WriteLine($"{name,-24} {(Process.GetCurrentProcess().TotalProcessorTime - before).TotalMicroseconds / 2 / some.Length,8:F1} µs");
        }
    }
}
