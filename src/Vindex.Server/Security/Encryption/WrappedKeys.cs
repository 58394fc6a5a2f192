using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Vindex.Storage.KeyRing;

namespace Vindex.Server.Security.Encryption;

/// <summary>The key ring in the store, so that every node and every backup has it.</summary>
internal sealed class StoredKeyRing(IKeyRing store) : IXmlRepository
{
    // The framework calls this synchronously, but rarely (once a day and when a key is created), and the store has its own threads.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. store.ListAsync(CancellationToken.None).GetAwaiter().GetResult().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) =>
        store.AddAsync(friendlyName, element.ToString(SaveOptions.DisableFormatting), CancellationToken.None).GetAwaiter().GetResult();
}

/// <summary>Wraps keys of the ring with the master key.</summary>
internal sealed class MasterKeyWrapping(MasterKey masterKey) : IXmlEncryptor
{
    public const string Element = "wrappedByMasterKey";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var box = masterKey.Seal(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)));
        return new EncryptedXmlInfo(new XElement(Element, Convert.ToBase64String(box)), typeof(MasterKeyUnwrapping));
    }
}

/// <summary>Unwraps keys. The key ring names this type, and the framework creates it.</summary>
internal sealed class MasterKeyUnwrapping(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => Decrypt(services.GetRequiredService<MasterKey>(), encryptedElement);

    public static XElement Decrypt(MasterKey masterKey, XElement element) =>
        XElement.Parse(Encoding.UTF8.GetString(masterKey.Open(Convert.FromBase64String(element.Value))));

    /// <summary>Whether a ring is empty or has a key that was wrapped with this master key; others may be left over from a lost one.</summary>
    public static bool OpensAny(MasterKey masterKey, IReadOnlyList<string> ring) =>
        ring.Count == 0 || ring.SelectMany(key => XElement.Parse(key).Descendants(MasterKeyWrapping.Element)).Any(wrapped => Opens(masterKey, wrapped));

    private static bool Opens(MasterKey masterKey, XElement wrapped)
    {
        try
        {
            Decrypt(masterKey, wrapped);
            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return false;
        }
    }
}
