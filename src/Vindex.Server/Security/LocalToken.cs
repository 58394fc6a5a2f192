using System.Security.Cryptography;

namespace Vindex.Server.Security;

/// <summary>The secret that commands on the same machine find in <c>server.json</c>; created at each start.</summary>
/// <param name="Value">64 hexadecimal digits.</param>
internal sealed record LocalToken(string Value)
{
    public static LocalToken Create() => new(RandomNumberGenerator.GetHexString(64, lowercase: true));
}
