using System.Security.Cryptography;
using System.Text;

namespace Vindex.TrackerFakes.Hosting;

/// <summary>Requests that deliver events.</summary>
internal static class WebhookRequest
{
    /// <summary>A request with a JSON body.</summary>
    public static HttpRequestMessage Create(Uri url, string body, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    /// <summary>The HMAC-SHA256 of a body, in hexadecimal digits.</summary>
    public static string Hmac(string secret, string body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));
}
