using Vindex.Server.Caching;
using Vindex.Server.Security;
using Vindex.Storage;
using Vindex.Storage.Companies;

namespace Vindex.Server.Companies;

/// <summary>Companies as requests need them, remembered for a moment.</summary>
internal sealed class CompanyDirectory(IStore store, KeyDirectory keys, TimeProvider time, SecurityOptions options) : IDisposable
{
    private readonly StoreCache<Company> _companies = new(store.Companies.FindAsync, time, options.KeyCache);
    private readonly StoreCache<Company> _slugs = new(store.Companies.FindBySlugAsync, time, options.KeyCache);

    private Action? _customerChanged;

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
        keys.Forget();
        _companies.Forget();
        _slugs.Forget();
    }

    public void Dispose()
    {
        _companies.Dispose();
        _slugs.Dispose();
    }
}
