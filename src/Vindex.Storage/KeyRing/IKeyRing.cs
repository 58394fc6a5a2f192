namespace Vindex.Storage.KeyRing;

/// <summary>The keys that seal secrets, themselves wrapped by a key that is not in the store. The store does not look into them.</summary>
public interface IKeyRing
{
    /// <summary>All keys, oldest first.</summary>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Adds a key.</summary>
    /// <param name="name">Its name; unique.</param>
    /// <param name="element">Its XML.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task AddAsync(string name, string element, CancellationToken cancellationToken);

    /// <summary>Whether anything in the store is encrypted with them.</summary>
    Task<bool> IsUsedAsync(CancellationToken cancellationToken);
}
