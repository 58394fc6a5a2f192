using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Vindex.Trackers.Http;

/// <summary>A successful response.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Json">Its body, which may be kept; undefined if it is empty.</param>
/// <param name="Address">The address that answered, which is another one than was asked for after a redirect.</param>
internal sealed record TrackerResponse(HttpStatusCode Status, HttpResponseHeaders Headers, JsonElement Json, Uri Address);

/// <summary>What a product means by a response that is not a success.</summary>
/// <param name="status">Its status.</param>
/// <param name="headers">Its headers.</param>
/// <param name="json">Its body; undefined if it is empty, too large or not JSON.</param>
/// <returns>The exception to throw; null for the one that the status stands for.</returns>
internal delegate TrackerException? TrackerExplanation(HttpStatusCode status, HttpResponseHeaders headers, JsonElement json);
