using Vindex.Server.Companies;
using Vindex.Server.Deletions;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Scores;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage.Scores;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Settings;

/// <summary>A customer in the list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsDefault">Whether it is the company's default customer.</param>
/// <param name="Badge">Whether it has a public badge.</param>
/// <param name="Picture">URL of the badge.</param>
/// <param name="Since">Creation time.</param>
/// <param name="Scores">Number of its scores.</param>
public sealed record CustomerRow(string Id, string Name, bool IsDefault, bool Badge, string Picture, Moment Since, long Scores);

/// <summary>The page of customers.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Customers">Oldest first.</param>
/// <param name="Form">State of the forms, named <c>new</c> or by customer id.</param>
public sealed record CustomersModel(SettingsFrame Frame, IReadOnlyList<CustomerRow> Customers, FormState Form);

/// <summary>Customers, and which of them have a badge.</summary>
internal static class CustomerSettings
{
    public static void Map(RouteGroupBuilder customers)
    {
        customers.MapGet("", (HttpContext context, CustomerService service) =>
            ShowAsync(context, service, Drafts.Take(context, FormAt), StatusCodes.Status200OK));
        customers.MapPost("", CreateAsync);
        customers.MapPost("/{customer_id}", ChangeAsync);
        customers.MapPost("/{customer_id}/delete-data", DeleteDataAsync);
    }

    // The form of a new customer, or that of a customer by its id.
    private static string? FormAt(string action)
    {
        if (action == PortalPaths.Customers) return "new";
        var id = action.StartsWith(PortalPaths.Customers + "/", StringComparison.Ordinal) ? action[(PortalPaths.Customers.Length + 1)..] : "";
        return id.Length > 0 && !id.Contains('/', StringComparison.Ordinal) ? id : null;
    }

    private static async Task<IResult> CreateAsync(HttpContext context, CustomerService service)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(
            context, form => new NewCustomerBody(form.Text("name")), input => service.CreateAsync(caller, caller.OwnCompany, input, context.RequestAborted));
        return await AfterAsync(context, service, sent, "new", T("customers.created", ("id", sent.Value?.Customer.Id)));
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, string customer_id, CustomerService service)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(
            context,
            form => new CustomerChangeBody(form.Text("name"), form.Flag("badge")),
            input => service.ChangeAsync(caller, caller.OwnCompany, customer_id, input, context.RequestAborted));
        return await AfterAsync(context, service, sent, customer_id, T("customers.saved"));
    }

    private static async Task<IResult> DeleteDataAsync(HttpContext context, string customer_id, CustomerService service, DeletionService deletions)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(context, () => deletions.CustomerAsync(caller, caller.OwnCompany, customer_id, context.RequestAborted));
        return await SettingsPages.AfterAsync(
            context,
            sent,
            PortalPaths.Customers,
            T("customers.data-deleted", ("id", customer_id)),
            (form, status) => ShowAsync(context, service, form, status));
    }

    private static async Task<IResult> AfterAsync(
        HttpContext context, CustomerService service, Submitted<CompanyCustomer> sent, string form, string done) => sent.Problem switch
        {
            null => Flash.SeeOther(context, PortalPaths.Customers, done),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await ShowAsync(context, service, FormState.Refused(form, sent.Form, problem, "name"), problem.Status),
        };

    private static async Task<IResult> ShowAsync(HttpContext context, CustomerService service, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await service.ListAsync(
            visit.Caller,
            visit.Company.Id,
            context.RequestAborted) is not Outcome<IReadOnlyList<CompanyCustomer>>.Done { Value: var customers })
        {
            return Problem.NotFound();
        }
        var rows = new List<CustomerRow>();
        foreach (var customer in customers) rows.Add(await RowAsync(context, visit, customer));
        return Page.Of<CustomersPage>(new CustomersModel(SettingsFrame.Of(context, T("settings.part.customers"), SettingsPart.Customers), rows, form), status);
    }

    private static async Task<CustomerRow> RowAsync(HttpContext context, PortalContext visit, CompanyCustomer customer)
    {
        var scores = context.RequestServices.GetRequiredService<ScoreService>();
        var (id, filter) = (customer.Customer.Id, new ScoreFilter { CustomerId = customer.Customer.Id });
        return new CustomerRow(
            id,
            customer.Customer.Name,
            customer.IsDefault,
            customer.Customer.Badge,
            $"/badge/{visit.Company.Slug}/{Uri.EscapeDataString(id)}.svg",
            Moment.Of(customer.Customer.CreatedAt, visit.Zone),
            await scores.CountAsync(visit.Caller.OwnScores, filter, context.RequestAborted));
    }
}
