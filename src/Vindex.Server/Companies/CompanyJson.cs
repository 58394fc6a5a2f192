using System.Text.Json.Serialization;
using Vindex.Server.Companies.Checklists;
using Vindex.Server.Companies.Profiles;
using Vindex.Server.Companies.Teams;
using Vindex.Server.Companies.Users;
using Vindex.Server.Web;

namespace Vindex.Server.Companies;

/// <summary>Bodies and answers of this feature.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(NewCompanyBody))]
[JsonSerializable(typeof(CompanyChangeBody))]
[JsonSerializable(typeof(CompanyBody))]
[JsonSerializable(typeof(CompanyListBody))]
[JsonSerializable(typeof(ChecklistChangeBody))]
[JsonSerializable(typeof(ChecklistBody))]
[JsonSerializable(typeof(NewCustomerBody))]
[JsonSerializable(typeof(CustomerChangeBody))]
[JsonSerializable(typeof(CustomerBody))]
[JsonSerializable(typeof(CustomerListBody))]
[JsonSerializable(typeof(NewKeyBody))]
[JsonSerializable(typeof(RotationBody))]
[JsonSerializable(typeof(KeyBody))]
[JsonSerializable(typeof(KeyListBody))]
[JsonSerializable(typeof(ProfileBody))]
[JsonSerializable(typeof(StoredProfileBody))]
[JsonSerializable(typeof(ProfileListBody))]
[JsonSerializable(typeof(AuditEntryBody))]
[JsonSerializable(typeof(AuditListBody))]
[JsonSerializable(typeof(NewUserBody))]
[JsonSerializable(typeof(UserChangeBody))]
[JsonSerializable(typeof(UserBody))]
[JsonSerializable(typeof(UserListBody))]
[JsonSerializable(typeof(LinkBody))]
[JsonSerializable(typeof(NewTeamBody))]
[JsonSerializable(typeof(TeamChangeBody))]
[JsonSerializable(typeof(NewTeamMemberBody))]
[JsonSerializable(typeof(TeamBody))]
[JsonSerializable(typeof(TeamListBody))]
internal sealed partial class CompanyJson : JsonSerializerContext
{
    public static CompanyJson Shared { get; } = new(WireFormat.Options());
}
