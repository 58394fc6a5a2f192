using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;

namespace Vindex.Server.Companies;

/// <summary>Set-up and management.</summary>
internal static class CompanyRoutes
{
    public static void AddCompanies(this IServiceCollection services) => services.AddSingleton<CompanyDirectory>();

    public static void MapCompanies(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/admin").WithTags("Management").RequireAdmin();
        var companies = admin.MapGroup("/companies");
        companies.MapPost("", CompanyEndpoints.CreateAsync).WithName("create_company").WithSummary("Makes a company with its default customer")
            .Accepts<NewCompanyBody>(JsonAnswer.ContentType).Produces<CompanyBody>(StatusCodes.Status201Created).WithMetadata(new Problems(StatusCodes.Status409Conflict));
        companies.MapGet("", CompanyEndpoints.ListAsync).WithName("list_companies").WithSummary("Companies, newest first")
            .WithParameters(CursorPage.Parameters).Produces<CompanyListBody>();

        var company = companies.MapGroup("/{company_id}").WithMetadata(new Problems(StatusCodes.Status404NotFound));
        company.MapGet("", CompanyEndpoints.OneAsync).WithName("get_company").WithSummary("One company").Produces<CompanyBody>();
        company.MapPatch("", CompanyEndpoints.ChangeAsync).WithName("change_company").WithSummary("Changes name, quality gate, zone or retention")
            .Accepts<CompanyChangeBody>(JsonAnswer.ContentType).Produces<CompanyBody>();
        company.MapDelete("", CompanyEndpoints.DeleteAsync).WithName("delete_company")
            .WithSummary("Deletes a company with everything that belongs to it but the audit log").Produces(StatusCodes.Status204NoContent);

        company.MapGet("/customers", (HttpContext context, string company_id, IStore store) => CustomerEndpoints.ListAsync(context, company_id, store))
            .WithName("list_company_customers").WithSummary("A company's customers").Produces<CustomerListBody>();
        company.MapPost("/customers", (HttpContext context, string company_id, IStore store, Ids ids, Audit audit, TimeProvider time) =>
                CustomerEndpoints.CreateAsync(context, company_id, store, ids, audit, time))
            .WithName("create_company_customer").WithSummary("Makes a customer of a company")
            .Accepts<NewCustomerBody>(JsonAnswer.ContentType).Produces<CustomerBody>(StatusCodes.Status201Created);

        company.MapPatch("/customers/{customer_id}", (HttpContext context, string company_id, string customer_id, IStore store, Audit audit, Badges.BadgeDirectory badges) =>
                CustomerEndpoints.ChangeAsync(context, company_id, customer_id, store, audit, badges))
            .WithName("change_company_customer").WithSummary("Changes a customer's name, or whether it has a badge")
            .Accepts<CustomerChangeBody>(JsonAnswer.ContentType).Produces<CustomerBody>();

        MapKeys(company.MapGroup("/keys"));
        MapProfiles(company.MapGroup("/profiles"));
        PortalRoutes.MapAdminUsers(company.MapGroup("/users"));
        admin.MapGet("/audit", (HttpContext context, IStore store) => AuditEndpoint.ListAsync(context, null, store)).WithName("list_audit").WithSummary("The audit log, newest first")
            .WithParameters(AuditEndpoint.Parameters).Produces<AuditListBody>();
        MapPortalCustomers(routes.MapGroup("/portal/customers").WithTags("Customers").RequireScope(Scopes.InstallationsWrite));
        routes.MapPortalManagement();
    }

    private static void MapKeys(RouteGroupBuilder keys)
    {
        keys.MapPost("", KeyEndpoints.CreateAsync).WithName("create_key").WithSummary("Makes an API key; it is shown in this answer only")
            .Accepts<NewKeyBody>(JsonAnswer.ContentType).Produces<KeyBody>(StatusCodes.Status201Created);
        keys.MapGet("", KeyEndpoints.ListAsync).WithName("list_keys").WithSummary("A company's API keys").Produces<KeyListBody>();
        keys.MapDelete("/{key_id}", KeyEndpoints.DeleteAsync).WithName("delete_key").WithSummary("Deletes an API key").Produces(StatusCodes.Status204NoContent);
        keys.MapPost("/{key_id}/rotate", KeyEndpoints.RotateAsync).WithName("rotate_key")
            .WithSummary("Gives an API key a new secret; the present one is accepted for a while longer")
            .Accepts<RotationBody>(isOptional: true, JsonAnswer.ContentType).Produces<KeyBody>().WithMetadata(new Problems(StatusCodes.Status409Conflict));
    }

    private static void MapProfiles(RouteGroupBuilder profiles)
    {
        profiles.MapGet("", ProfileEndpoints.ListAsync).WithName("list_profiles").WithSummary("A company's scoring profiles").Produces<ProfileListBody>();
        profiles.MapGet("/{name}", ProfileEndpoints.OneAsync).WithName("get_profile").WithSummary("One scoring profile").Produces<StoredProfileBody>();
        profiles.MapPut("/{name}", ProfileEndpoints.PutAsync).WithName("put_profile").WithSummary("Makes or replaces a scoring profile")
            .Accepts<Scoring.ProfileBody>(JsonAnswer.ContentType).Produces<StoredProfileBody>().Produces<StoredProfileBody>(StatusCodes.Status201Created)
            .WithMetadata(new Problems(StatusCodes.Status409Conflict));
        profiles.MapDelete("/{name}", ProfileEndpoints.DeleteAsync).WithName("delete_profile").WithSummary("Deletes a scoring profile")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static void MapPortalCustomers(RouteGroupBuilder customers)
    {
        customers.MapGet("", (HttpContext context, IStore store) => CustomerEndpoints.ListAsync(context, context.Caller().OwnCompany, store))
            .WithName("list_customers").WithSummary("Your customers").Produces<CustomerListBody>();
        customers.MapPost("", (HttpContext context, IStore store, Ids ids, Audit audit, TimeProvider time) =>
                CustomerEndpoints.CreateAsync(context, context.Caller().OwnCompany, store, ids, audit, time))
            .WithName("create_customer").WithSummary("Makes a customer").Accepts<NewCustomerBody>(JsonAnswer.ContentType)
            .Produces<CustomerBody>(StatusCodes.Status201Created);
        customers.MapPatch("/{customer_id}", (HttpContext context, string customer_id, IStore store, Audit audit, Badges.BadgeDirectory badges) =>
                CustomerEndpoints.ChangeAsync(context, context.Caller().OwnCompany, customer_id, store, audit, badges))
            .WithName("change_customer").WithSummary("Changes a customer's name, or whether it has a badge")
            .WithMetadata(new Problems(StatusCodes.Status404NotFound))
            .Accepts<CustomerChangeBody>(JsonAnswer.ContentType).Produces<CustomerBody>();
    }
}
