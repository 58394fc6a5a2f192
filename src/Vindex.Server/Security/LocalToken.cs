using System.Security.Cryptography;

namespace Vindex.Server.Security;

/// <summary>The secret that a command on the same machine finds in <c>server.json</c>; made anew at each start.</summary>
/// <param name="Value">64 hexadecimal digits.</param>
internal sealed record LocalToken(string Value)
{
    public static LocalToken Create() => new(RandomNumberGenerator.GetHexString(64, lowercase: true));
}
