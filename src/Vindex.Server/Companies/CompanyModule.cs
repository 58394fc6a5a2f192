using Vindex.Server.Background;
using Vindex.Server.Companies.Checklists;
using Vindex.Server.Companies.Deletion;
using Vindex.Server.Companies.Keys;
using Vindex.Server.Companies.Profiles;
using Vindex.Server.Companies.Teams;
using Vindex.Server.Companies.Users;
using Vindex.Server.Security;
using Vindex.Server.Web;

namespace Vindex.Server.Companies;

/// <summary>Companies and what belongs to them: customers, keys, profiles, users, teams, the audit log.</summary>
internal static class CompanyModule
{
    public static void AddCompanies(this IServiceCollection services)
    {
        services.AddJson(CompanyJson.Shared);
        services.AddSingleton<CompanyDirectory>();
        services.AddSingleton<CompanyService>();
        services.AddSingleton<CompanyDeletionSignal>();
        services.AddSingleton<CompanyDeletions>();
        services.AddWorker<CompanyDeletionWork>();
        services.AddSingleton<ChecklistService>();
        services.AddSingleton<CustomerService>();
        services.AddSingleton<KeyService>();
        services.AddSingleton<ProfileService>();
        services.AddSingleton<TeamService>();
        services.AddSingleton<UserService>();
        services.AddSingleton<AuditService>();
    }

    /// <summary>Under <c>/admin</c> for admins and any company; under <c>/portal</c> for the caller's current company.</summary>
    public static void MapCompanies(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/admin").WithTags("Management").RequireAdmin();
        admin.MapAdministration();
        routes.MapOwnCompany();
        routes.MapPersonalKeys();
        routes.MapTeams();
        routes.MapChecklist();
    }
}
