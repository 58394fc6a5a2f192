using Vindex.Server.Companies.Keys;
using Vindex.Server.Companies.Profiles;
using Vindex.Server.Companies.Users;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Companies;

/// <summary>Management routes for admins, for any company.</summary>
internal static class AdminRoutes
{
    private static readonly Problems s_conflict = new(StatusCodes.Status409Conflict);

    public static void MapAdministration(this RouteGroupBuilder admin)
    {
        var companies = admin.MapGroup("/companies");
        companies.MapPost("", CompanyEndpoints.CreateAsync)
            .WithName("create_company")
            .WithSummary("Creates a company with its default customer")
            .WithMetadata(s_conflict);
        companies.MapGet("", CompanyEndpoints.ListAsync)
            .WithName("list_companies")
            .WithSummary("Companies, newest first")
            .WithParameters(CursorPage.Parameters);
        MapCompany(companies.MapGroup("/{company_id}").WithMetadata(new Problems(StatusCodes.Status404NotFound)));
        admin.MapGet("/audit", (HttpContext context, AuditService audit) => AuditEndpoints.ListAsync(context, null, audit))
            .WithName("list_audit").WithSummary("The audit log, newest first").WithParameters(AuditEndpoints.Parameters);
        admin.MapGet("/audit/export", (HttpContext context, AuditService audit) => AuditEndpoints.Export(context, null, audit))
            .WithName("export_audit").WithSummary("The audit log as a file, newest first").WithParameters(AuditEndpoints.ExportParameters)
            .Produces<string>(StatusCodes.Status200OK, "text/csv", "application/x-ndjson");
    }

    private static void MapCompany(RouteGroupBuilder company)
    {
        company.MapGet("", CompanyEndpoints.OneAsync).WithName("get_company").WithSummary("One company");
        company.MapPatch("", CompanyEndpoints.ChangeAsync)
            .WithName("change_company")
            .WithSummary("Changes a company's name, quality gate, time zone or retention");
        company.MapDelete("", CompanyEndpoints.DeleteAsync)
            .WithName("delete_company")
            .WithSummary("Deletes a company and everything that belongs to it, except the audit log")
            .WithDescription("The company is gone at once. Its rows are deleted in the background; Location is the address of the operation.");
        company.MapGet(
            "/customers", (HttpContext context, string company_id, CustomerService customers) => CustomerEndpoints.ListAsync(context, company_id, customers))
            .WithName("list_company_customers").WithSummary("A company's customers");
        company.MapPost("/customers", (HttpContext context, string company_id, Body<NewCustomerBody> body, CustomerService customers) =>
                CustomerEndpoints.CreateAsync(context, company_id, body, customers))
            .WithName("create_company_customer").WithSummary("Creates a customer of a company");
        company.MapPatch("/customers/{customer_id}", (HttpContext context, string company_id, string customer_id, Body<CustomerChangeBody> body, CustomerService customers) =>
                CustomerEndpoints.ChangeAsync(context, company_id, customer_id, body, customers))
            .WithName("change_company_customer").WithSummary("Changes a customer's name, or whether it has a badge");
        MapKeys(company.MapGroup("/keys"));
        MapProfiles(company.MapGroup("/profiles"));
        MapUsers(company.MapGroup("/users"));
    }

    private static void MapKeys(RouteGroupBuilder keys)
    {
        keys.MapPost("", KeyEndpoints.CreateAsync).WithName("create_key").WithSummary("Creates an API key; only this response shows it");
        keys.MapGet("", KeyEndpoints.ListAsync).WithName("list_keys").WithSummary("A company's API keys");
        keys.MapDelete("/{key_id}", KeyEndpoints.DeleteAsync).WithName("delete_key").WithSummary("Deletes an API key");
        keys.MapPost("/{key_id}/rotate", KeyEndpoints.RotateAsync).WithName("rotate_key")
            .WithSummary("Gives an API key a new secret; the current one stays valid for a while").WithMetadata(s_conflict);
    }

    private static void MapProfiles(RouteGroupBuilder profiles)
    {
        profiles.MapGet("", ProfileEndpoints.ListAsync).WithName("list_profiles").WithSummary("A company's scoring profiles");
        profiles.MapGet("/{name}", ProfileEndpoints.OneAsync).WithName("get_profile").WithSummary("One scoring profile");
        profiles.MapPut("/{name}", ProfileEndpoints.PutAsync).WithName("put_profile").WithSummary("Creates or replaces a scoring profile")
            .Accepts<ProfileBody>(JsonAnswer.ContentType).WithMetadata(s_conflict);
        profiles.MapDelete("/{name}", ProfileEndpoints.DeleteAsync).WithName("delete_profile").WithSummary("Deletes a scoring profile");
    }

    private static void MapUsers(RouteGroupBuilder users)
    {
        users.MapGet("", (HttpContext context, string company_id, UserService people) => UserEndpoints.ListAsync(context, company_id, people))
            .WithName("list_users").WithSummary("A company's users");
        users.MapPost("", (HttpContext context, string company_id, Body<NewUserBody> body, UserService people, OneTimeLinks links) =>
                UserEndpoints.InviteAsync(context, company_id, body, people, links))
            .WithName("invite_user").WithSummary("Invites a person; the response contains the link to pass on").WithMetadata(s_conflict);
        users.MapPatch("/{user_id}", (HttpContext context, string company_id, string user_id, Body<UserChangeBody> body, UserService people) =>
                UserEndpoints.ChangeAsync(context, company_id, user_id, body, people))
            .WithName("change_user").WithSummary("Changes a user's role").WithMetadata(s_conflict);
        users.MapDelete("/{user_id}", (HttpContext context, string company_id, string user_id, UserService people) =>
                UserEndpoints.RemoveAsync(context, company_id, user_id, people))
            .WithName("remove_user").WithSummary("Removes a user from a company, or withdraws an invitation").WithMetadata(s_conflict);
        users.MapPost("/{user_id}/reset", (HttpContext context, string company_id, string user_id, UserService people, OneTimeLinks links) =>
                UserEndpoints.ResetAsync(context, company_id, user_id, people, links))
            .WithName("reset_user").WithSummary("Creates a one-time link for setting a new password, or a new invitation link");
        users.MapDelete("/{user_id}/second-factor", (HttpContext context, string company_id, string user_id, UserService people) =>
                UserEndpoints.TurnSecondFactorOffAsync(context, company_id, user_id, people))
            .WithName("remove_second_factor").WithSummary("Turns a user's two-factor sign-in off");
    }
}
