#pragma warning disable CS1591
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;
namespace Vindex.Scoring.Judging;
public sealed class OfflineJudge(Profile profile) : TicketJudge(profile) { public override string Version => "3"; public override Judgement Judge(TicketReading reading) => throw new InvalidOperationException(); }
