using System.CommandLine;
using Vindex.Cli.Invocation;
using Vindex.Server.Security.Passwords;

namespace Vindex.Cli.Operations.Users;

/// <summary><c>vindex user</c>: accounts from the command line, above all the first admin's.</summary>
internal static class UserCommand
{
    public static Command Create()
    {
        var command = new ExampledCommand("user", "Create accounts, reset passwords, turn two-factor sign-in off")
        {
            Notes = ["Owners invite everyone else in the portal or over HTTP (docs/accounts.md)."],
            Examples =
            [
                new("./vindex user add ada@example.com --admin", "the first admin of the server"),
                new("./vindex user add bo@example.com --company acme --role owner", "the first owner of a company"),
                new("./vindex user reset ada@example.com", "a lost password"),
                new("./vindex user second-factor-off ada@example.com", "a lost device, without recovery codes"),
            ],
        };
        command.Subcommands.Add(Add());
        command.Subcommands.Add(Reset());
        command.Subcommands.Add(SecondFactorOff());
        return command;
    }

    private static ExampledCommand Add()
    {
        var email = new Argument<string>("EMAIL") { Description = "Who" }.NotBlank();
        var admin = new Option<bool>("--admin") { Description = "An admin of the whole server" };
        var company = new Option<string?>("--company", "-c") { Description = "Slug of the company to join", HelpName = "SLUG" }.NotBlank();
        var role = new Option<string?>("--role", "-r") { Description = "Role in that company: owner, member or viewer", HelpName = "ROLE" };
        role.AcceptOnlyFromAmong("owner", "member", "viewer");
        var password = PasswordOption();
        var data = DataFolderOption.Create();
        var command = new ExampledCommand("add", "Create an account; prints a one-time link for choosing a password")
        {
            Notes =
            [
                "If a server has the folder open, it does the work.",
                "A person who already has an account gets the role immediately and keeps the password.",
            ],
            Examples =
            [
                new("./vindex user add ada@example.com --admin", "prints a link that is valid for a week"),
                new("./vindex user add bo@example.com --company acme --role owner --password < secret.txt", "with a password instead"),
            ],
        };
        command.Arguments.Add(email);
        foreach (var option in (Option[])[admin, company, role, password, data]) command.Options.Add(option);
        command.SetAction((parse, cancellationToken) => UserAction.AddAsync(
            DataFolderOption.Resolve(parse.GetValue(data)),
            new AccountOrder(
                parse.GetRequiredValue(email), parse.GetValue(company), Server.Security.RoleNames.Parse(parse.GetValue(role)), parse.GetValue(admin), null),
            parse.GetValue(password),
            cancellationToken));
        return command;
    }

    private static ExampledCommand Reset()
    {
        var email = new Argument<string>("EMAIL") { Description = "E-mail address of the account" }.NotBlank();
        var password = PasswordOption();
        var data = DataFolderOption.Create();
        var command = new ExampledCommand("reset", "Print a one-time link for setting a new password")
        {
            Notes = ["If a server has the folder open, it does the work. Setting a new password ends all sessions of the account."],
            Examples =
            [
                new("./vindex user reset ada@example.com", "prints a link that is valid for a day"),
                new("./vindex user reset ada@example.com --password", "asks for the password instead"),
            ],
        };
        command.Arguments.Add(email);
        command.Options.Add(password);
        command.Options.Add(data);
        command.SetAction((parse, cancellationToken) => UserAction.ResetAsync(
            DataFolderOption.Resolve(parse.GetValue(data)), parse.GetRequiredValue(email), parse.GetValue(password), cancellationToken));
        return command;
    }

    private static ExampledCommand SecondFactorOff()
    {
        var email = new Argument<string>("EMAIL") { Description = "E-mail address of the account" }.NotBlank();
        var data = DataFolderOption.Create();
        var command = new ExampledCommand("second-factor-off", "Turn two-factor sign-in of an account off")
        {
            Notes =
            [
                "For a person who has lost the device with the authenticator app and the recovery codes. The password alone then signs in.",
                "If a server has the folder open, it does the work.",
            ],
            Examples = [new("./vindex user second-factor-off ada@example.com", "the person can set it up again on the account page")],
        };
        command.Arguments.Add(email);
        command.Options.Add(data);
        command.SetAction((parse, cancellationToken) =>
            UserAction.TurnSecondFactorOffAsync(DataFolderOption.Resolve(parse.GetValue(data)), parse.GetRequiredValue(email), cancellationToken));
        return command;
    }

    private static Option<bool> PasswordOption() =>
        new("--password", "-p") { Description = "Set the password now instead: prompts for it, or reads the first line of standard input" };
}
