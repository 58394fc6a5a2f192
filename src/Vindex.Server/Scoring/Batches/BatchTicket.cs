using System.Text.Json;
using Vindex.Server.Web;

namespace Vindex.Server.Scoring.Batches;

/// <summary>One ticket of a batch: readable JSON, or the problem with it.</summary>
/// <param name="Index">Its position in the batch, from 0.</param>
/// <param name="Json">Its bytes as received; valid as long as the batch's body.</param>
/// <param name="Root">The JSON; undefined if there is a problem.</param>
/// <param name="Problem">The problem; null if the JSON can be read.</param>
internal sealed record BatchTicket(int Index, ReadOnlyMemory<byte> Json, JsonElement Root, Problem? Problem);
