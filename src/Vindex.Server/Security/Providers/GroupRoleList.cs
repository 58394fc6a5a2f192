using System.Collections;
using System.ComponentModel;
using Vindex.Server.Configuration;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.Providers;

/// <summary>The role that a group of a provider gives in a company.</summary>
/// <param name="Group">The group, exactly as in the token.</param>
/// <param name="Company">Slug of the company.</param>
/// <param name="Role">The role there.</param>
internal sealed record GroupRole(string Group, string Company, Role Role);

/// <summary>Groups and what they give, separated by commas or semicolons: <c>platform-leads=acme/owner; everyone=acme/viewer</c>.</summary>
[TypeConverter(typeof(SettingConverter<GroupRoleList>))]
internal sealed class GroupRoleList(IReadOnlyList<GroupRole> items) : IReadOnlyList<GroupRole>, ISettingValue<GroupRoleList>
{
    private static readonly char[] s_separators = [',', ';'];

    public int Count => items.Count;

    public GroupRole this[int index] => items[index];

    public static GroupRoleList Read(string text) =>
        new([.. text.Split(s_separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ReadOne)]);

    public IEnumerator<GroupRole> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Names of groups can contain "=" and "/"; slugs and roles cannot.
    private static GroupRole ReadOne(string text)
    {
        var equals = text.LastIndexOf('=');
        var slash = text.LastIndexOf('/');
        if (equals < 1 || slash <= equals + 1)
            throw new InvalidSettingException($"'{text}' is not a group with a company and a role; write GROUP=COMPANY/ROLE, such as platform-leads=acme/owner");
        var role = RoleNames.Parse(text[(slash + 1)..].Trim())
            ?? throw new InvalidSettingException($"'{text}' ends with no role; expected {string.Join(", ", RoleNames.All)}");
        return new GroupRole(text[..equals].Trim(), text[(equals + 1)..slash].Trim(), role);
    }
}
