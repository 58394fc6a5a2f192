using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Vindex.Server.Sources;

namespace Vindex.Server.Tests.Sources;

/// <summary>Requests as sources get them, without a server.</summary>
internal static class SourceRequests
{
    public static SourceRequest Of(string body, params (string Name, string Value)[] headers)
    {
        var dictionary = new HeaderDictionary();
        foreach (var (name, value) in headers) dictionary[name] = value;
        return new SourceRequest(dictionary, Encoding.UTF8.GetBytes(body), JsonElement.Parse(body));
    }
}
