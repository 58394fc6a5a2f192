using Vindex.Server.Background;
using Vindex.Server.Caching;
using Vindex.Server.Security;
using Vindex.Storage.Companies;

namespace Vindex.Server.Companies;

/// <summary>Caches companies for requests.</summary>
internal sealed class CompanyDirectory(ICompanyStore store, KeyDirectory keys, TimeProvider time, IOptions<SecurityOptions> options, NodeMessages messages)
    : IDisposable
{
    private readonly SharedCache<Company> _companies = new(store.FindAsync, time, options.Value.KeyCache, messages, "companies");
    private readonly SharedCache<Company> _slugs = new(store.FindBySlugAsync, time, options.Value.KeyCache, messages, "companies");

    private Action? _customerChanged;

    /// <summary>A company; null if there is none.</summary>
    public ValueTask<Company?> FindCompanyAsync(string companyId, CancellationToken cancellationToken) => _companies.FindAsync(companyId, cancellationToken);

    /// <summary>A company by its slug; null if there is none.</summary>
    public ValueTask<Company?> FindCompanyBySlugAsync(string slug, CancellationToken cancellationToken) => _slugs.FindAsync(slug, cancellationToken);

    /// <summary>Lets features that cache customers react to changes.</summary>
    public void WhenCustomerChanges(Action forget) => _customerChanged += forget;

    /// <summary>Must be called after a customer was changed.</summary>
    public void CustomerChanged() => _customerChanged?.Invoke();

    /// <summary>Must be called after a key or company was changed or deleted.</summary>
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
