using Vindex.Server.Badges;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Companies;

namespace Vindex.Server.Companies;

/// <summary>Customers: under <c>/portal</c> those of the caller's company, under <c>/admin</c> those of any.</summary>
internal static class CustomerEndpoints
{
    private const int MaxName = 200;
    private const int MaxStem = 40;
    private const int IdTries = 5;
    private static readonly string[] s_changeable = ["name", "badge"];

    public static async Task<IResult> ListAsync(HttpContext context, string companyId, IStore store)
    {
        if (await store.Companies.FindAsync(companyId, context.RequestAborted) is not { } company) return Problem.NotFound();
        var caller = context.Caller();
        var customers = await store.Companies.ListCustomersAsync(company.Id, context.RequestAborted);
        var items = customers.Where(customer => caller.Sees(customer.Id)).Select(customer => CustomerBody.Of(customer, company)).ToList();
        return JsonAnswer.Ok(new CustomerListBody(items), WireJson.Shared.CustomerListBody);
    }

    public static async Task<IResult> CreateAsync(HttpContext context, string companyId, IStore store, Ids ids, Audit audit, TimeProvider time)
    {
        var caller = context.Caller();
        if (caller.CustomerIds is not null) return Problem.Forbidden("beyond_own_customers", "An API key that is limited to some customers cannot make another.");
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            var errors = new FieldErrors();
            var name = JsonFields.Of(body.Root, errors).Line("name", MaxName, required: true);
            if (await store.Companies.FindAsync(companyId, context.RequestAborted) is not { } company) return Problem.NotFound();
            if (errors.Any) return Problem.Invalid(errors);

            // The id is ours to choose: a chosen one could tell, by being taken, that another company has it.
            var stem = $"{company.Slug}-{Slug.Of(name!, "customer")}".Replace('-', '_');
            for (var tries = 0; tries < IdTries; tries++)
            {
                var customer = new Customer($"{stem[..Math.Min(stem.Length, MaxStem)]}_{ids.Suffix(4 + (4 * tries))}", company.Id, name!, time.GetUtcNow());
                var entry = audit.Entry(caller, "customer.created", company.Id, customer.Id, ("name", customer.Name));
                if (await store.Companies.AddCustomerAsync(customer, entry, context.RequestAborted))
                    return JsonAnswer.Created(CustomerBody.Of(customer, company), WireJson.Shared.CustomerBody);
            }

            return Problem.Unavailable("ids_taken", "No free id was found; try again.", 1);
        }
    }

    public static async Task<IResult> ChangeAsync(HttpContext context, string companyId, string customerId, IStore store, Audit audit, BadgeDirectory badges)
    {
        var caller = context.Caller();
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            if (!caller.Sees(customerId)) return Problem.NotFound();
            if (await store.Companies.FindAsync(companyId, context.RequestAborted) is not { } company) return Problem.NotFound();
            if (await store.Companies.FindCustomerAsync(company.Id, customerId, context.RequestAborted) is not { } present) return Problem.NotFound();
            var errors = new FieldErrors();
            var fields = JsonFields.Of(body.Root, errors);
            fields.RefuseOthers(s_changeable);
            var name = fields.Has("name") ? fields.Line("name", MaxName, required: true) : present.Name;
            if (fields.Has("badge") && fields.Find("badge") is null) fields.Refuse("badge", "must be true or false");
            var badge = fields.Flag("badge") ?? present.Badge;
            if (errors.Any) return Problem.Invalid(errors);

            var customer = present with { Name = name!, Badge = badge };
            var entry = audit.Entry(caller, "customer.changed", company.Id, customer.Id, ("name", customer.Name), ("badge", customer.Badge ? "true" : "false"));
            if (!await store.Companies.UpdateCustomerAsync(customer, entry, context.RequestAborted)) return Problem.NotFound();
            badges.Forget();
            return JsonAnswer.Ok(CustomerBody.Of(customer, company), WireJson.Shared.CustomerBody);
        }
    }
}
