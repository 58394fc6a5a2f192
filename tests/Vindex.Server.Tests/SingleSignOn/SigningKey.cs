using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Vindex.Server.Tests.SingleSignOn;

/// <summary>A key of a provider, and tokens signed with it by hand: the library that checks them must not make them.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _curve;

    private SigningKey(string id, RSA? rsa, ECDsa? curve) => (Id, _rsa, _curve) = (id, rsa, curve);

    public string Id { get; }

    public string Algorithm => _rsa is null ? "ES256" : "RS256";

    /// <summary>The public key as the key set publishes it.</summary>
    public Dictionary<string, string> Published
    {
        get
        {
            if (_rsa is not null)
            {
                var key = _rsa.ExportParameters(includePrivateParameters: false);
                return new() { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = Id, ["alg"] = "RS256", ["n"] = Text(key.Modulus!), ["e"] = Text(key.Exponent!) };
            }

            var point = _curve!.ExportParameters(includePrivateParameters: false).Q;
            return new() { ["kty"] = "EC", ["use"] = "sig", ["kid"] = Id, ["alg"] = "ES256", ["crv"] = "P-256", ["x"] = Text(point.X!), ["y"] = Text(point.Y!) };
        }
    }

    /// <summary>The public key as bytes, which an attacker can use as the key of an HMAC.</summary>
    public byte[] PublicBytes => Encoding.ASCII.GetBytes(_rsa is null ? _curve!.ExportSubjectPublicKeyInfoPem() : _rsa.ExportSubjectPublicKeyInfoPem());

    public static SigningKey Rsa(string id) => new(id, RSA.Create(2048), null);

    public static SigningKey Curve(string id) => new(id, null, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public string Sign(object claims, string? algorithm = null, string? keyId = null)
    {
        var text = Unsigned(claims, algorithm ?? Algorithm, keyId ?? Id);
        var bytes = Encoding.ASCII.GetBytes(text);
        var signature = _rsa is not null
            ? _rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : _curve!.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"{text}.{Text(signature)}";
    }

    /// <summary>A token with an HMAC.</summary>
    public static string SignWithSecret(object claims, byte[] secret, string? keyId = null)
    {
        var text = Unsigned(claims, "HS256", keyId);
        return $"{text}.{Text(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(text)))}";
    }

    /// <summary>Header and payload of a token.</summary>
    public static string Unsigned(object claims, string algorithm, string? keyId)
    {
        var header = new Dictionary<string, string> { ["alg"] = algorithm, ["typ"] = "JWT" };
        if (!string.IsNullOrEmpty(keyId)) header["kid"] = keyId;
        return $"{Text(JsonSerializer.SerializeToUtf8Bytes(header))}.{Text(JsonSerializer.SerializeToUtf8Bytes(claims))}";
    }

    public void Dispose()
    {
        _rsa?.Dispose();
        _curve?.Dispose();
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
