using Vindex.Server.Security;
using Vindex.Storage.Companies;

namespace Vindex.Server.Companies;

/// <summary>A customer with the company that it belongs to.</summary>
internal sealed record CompanyCustomer(Customer Customer, Company Company)
{
    /// <summary>Whether requests without a customer use this one.</summary>
    public bool IsDefault => Customer.Id == Company.DefaultCustomerId;
}

/// <summary>The customers of a company that the caller can access.</summary>
internal sealed class CustomerService(ICompanyStore store, Ids ids, Audit audit, TimeProvider time, CompanyDirectory directory)
{
    private const int MaxStem = 40;
    private const int IdTries = 5;

    /// <summary>The customers of a company, oldest first.</summary>
    public async Task<Outcome<IReadOnlyList<CompanyCustomer>>> ListAsync(Caller caller, string companyId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(companyId, cancellationToken) is not { } company) return new Refusal.NotFound();
        var customers = await store.ListCustomersAsync(company.Id, cancellationToken);
        return Outcome.Of<IReadOnlyList<CompanyCustomer>>(
            [.. customers.Where(customer => caller.Sees(customer.Id)).Select(customer => new CompanyCustomer(customer, company))]);
    }

    /// <summary>The customers of the caller's own company that the caller sees, oldest first, for pages that name them.</summary>
    public async Task<IReadOnlyList<Customer>> OwnAsync(Caller caller, CancellationToken cancellationToken) =>
        [.. (await store.ListCustomersAsync(caller.OwnCompany, cancellationToken)).Where(customer => caller.Sees(customer.Id))];

    public async Task<Outcome<CompanyCustomer>> CreateAsync(Caller caller, string companyId, Input<NewCustomerBody> input, CancellationToken cancellationToken)
    {
        if (caller.CustomerIds is not null)
            return new Refusal.Forbidden("beyond_own_customers", "An API key that is limited to some customers cannot create another customer.");
        if (await store.FindAsync(companyId, cancellationToken) is not { } company) return new Refusal.NotFound();
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);

        // The server chooses the id, because a conflict over a given id would reveal that another company uses it.
        var stem = $"{company.Slug}-{Slug.Of(input.Value.Name, "customer")}".Replace('-', '_');
        for (var tries = 0; tries < IdTries; tries++)
        {
            var customer = new Customer(
                $"{stem[..Math.Min(stem.Length, MaxStem)]}_{ids.Suffix(4 + (4 * tries))}", company.Id, input.Value.Name, time.GetUtcNow());
            var entry = audit.Entry(caller, "customer.created", company.Id, customer.Id, ("name", customer.Name));
            if (await store.AddCustomerAsync(customer, entry, cancellationToken)) return new CompanyCustomer(customer, company);
        }

        return new Refusal.Unavailable("ids_taken", "No unused id was found; try again.", 1);
    }

    /// <summary>Changes a customer's name, or whether it has a badge.</summary>
    public async Task<Outcome<CompanyCustomer>> ChangeAsync(
        Caller caller, string companyId, string customerId, Input<CustomerChangeBody> input, CancellationToken cancellationToken)
    {
        if (!caller.Sees(customerId)) return new Refusal.NotFound();
        if (await store.FindAsync(companyId, cancellationToken) is not { } company) return new Refusal.NotFound();
        if (await store.FindCustomerAsync(company.Id, customerId, cancellationToken) is not { } present) return new Refusal.NotFound();
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var customer = present with { Name = input.Value.Name.Or(present.Name), Badge = input.Value.Badge.Or(present.Badge) };
        var entry = audit.Entry(caller, "customer.changed", company.Id, customer.Id, ("name", customer.Name), ("badge", customer.Badge ? "true" : "false"));
        if (!await store.UpdateCustomerAsync(customer, entry, cancellationToken)) return new Refusal.NotFound();
        directory.CustomerChanged();
        return new CompanyCustomer(customer, company);
    }
}
