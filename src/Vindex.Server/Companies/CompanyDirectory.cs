using Vindex.Server.Operations;
using Vindex.Server.Security;
using Vindex.Storage;
using Vindex.Storage.Companies;
using Vindex.Storage.Keys;

namespace Vindex.Server.Companies;

/// <summary>Keys and companies as requests need them, remembered for a moment.</summary>
internal sealed class CompanyDirectory(IStore store, TimeProvider time, SecurityOptions options)
{
    private readonly ShortMemory<ApiKey> _keys = new(store.Keys.FindAsync, time, options.KeyCache);
    private readonly ShortMemory<Company> _companies = new(store.Companies.FindAsync, time, options.KeyCache);
    private readonly ShortMemory<Company> _slugs = new(store.Companies.FindBySlugAsync, time, options.KeyCache);

    private Action? _customerChanged;

    /// <summary>A key by its public part; null when there is none.</summary>
    public ValueTask<ApiKey?> FindKeyAsync(string keyId, CancellationToken cancellationToken) => _keys.FindAsync(keyId, cancellationToken);

    /// <summary>A company; null when there is none.</summary>
    public ValueTask<Company?> FindCompanyAsync(string companyId, CancellationToken cancellationToken) => _companies.FindAsync(companyId, cancellationToken);

    /// <summary>A company by its short name; null when there is none.</summary>
    public ValueTask<Company?> FindCompanyBySlugAsync(string slug, CancellationToken cancellationToken) => _slugs.FindAsync(slug, cancellationToken);

    /// <summary>For features that remember what they know of a customer: what to do after one was changed.</summary>
    public void WhenCustomerChanges(Action forget) => _customerChanged += forget;

    /// <summary>To be called after a customer was changed.</summary>
    public void CustomerChanged() => _customerChanged?.Invoke();

    /// <summary>To be called after a key or a company was changed or deleted.</summary>
    public void Forget()
    {
        _keys.Forget();
        _companies.Forget();
        _slugs.Forget();
    }
}
