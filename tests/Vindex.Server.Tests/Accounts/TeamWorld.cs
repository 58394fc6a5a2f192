using Vindex.Server.Tests.Hosting;

namespace Vindex.Server.Tests.Accounts;

/// <summary>A company with a customer that its limited people may see, and one that they may not, whose name is in all that belongs to it.</summary>
internal sealed class TeamWorld
{
    /// <summary>The name of what is kept from limited people.</summary>
    public const string Secret = "Betasecret";

    private static readonly int[] s_good = [9, 9, 9, 9, 9, 9];
    private static readonly int[] s_bad = [1, 1, 1, 1, 1, 1];

    private TeamWorld(TestCompany company, Person owner, string alpha, string beta) => (Company, Owner, Alpha, Beta) = (company, owner, alpha, beta);

    public TestCompany Company { get; }

    public Person Owner { get; }

    public string Alpha { get; }

    public string Beta { get; }

    public static async Task<TeamWorld> OfAsync(TestServer server)
    {
        var acme = await server.CompanyAsync("Acme");
        var owner = await acme.PersonAsync("owner");
        return new TeamWorld(acme, owner, await acme.NewCustomerAsync("Alpha"), await acme.NewCustomerAsync(Secret));
    }

    /// <summary>Creates a team; its id. Without customers, all.</summary>
    public async Task<string> TeamAsync(string name, string role, params string[] customers) =>
        (await (await Owner.PostAsync("/portal/teams", new { name, role, customer_ids = customers.Length == 0 ? null : customers })).JsonAsync(201)).Text("team_id");

    /// <summary>A person who was invited into teams, has accepted, and is signed in.</summary>
    public async Task<Person> PersonAsync(string email, params string[] teams)
    {
        var invited = await (await Owner.PostAsync("/portal/users", new { email, role = "teams", team_ids = teams })).JsonAsync(201);
        var person = new Person(Company.Server);
        await person.FormAsync(new Uri(invited.Text("invitation_link")).AbsolutePath, ("password", Person.Password));
        return await person.WithTokenAsync();
    }

    public Task<string> AlphaScoreAsync(int number = 1) => ScoreAsync(Alpha, s_good, $"ALPHA-{number}", $"Alpha story {number}");

    public Task<string> BetaScoreAsync(int number = 1) => ScoreAsync(Beta, s_bad, $"BETASECRET-{number}", $"{Secret} story {number}");

    /// <summary>What owners make that names the secret customer: a dashboard with a link, a shared view, an alert, a review and feedback.</summary>
    public async Task<(string Dashboard, string Alert, string Review)> FillAsync(string betaScore)
    {
        var dashboard = (await (await Owner.PostAsync("/portal/dashboards", new { name = Secret + " board" })).JsonAsync(201)).Text("dashboard_id");
        await (await Owner.PostAsync(
            $"/portal/dashboards/{dashboard}/cards", new { card = "overview.worst", title = Secret + " card" })).JsonAsync(201);
        await (await Owner.PostAsync("/portal/views", new { page = "tickets", name = Secret + " view", query = $"customer_id={Beta}", shared = true })).JsonAsync(201);
        var alert = (await (await Owner.PostAsync(
            "/portal/alerts", new { name = Secret + " alert", metric = "average", window_hours = 24, alert = 5, every = "1h", customer_id = Beta }))
            .JsonAsync(201)).Text("alert_id");
        var review = (await (await Owner.PostAsync("/portal/reviews", new { name = Secret + " review", customer_id = Beta })).JsonAsync(201)).Text("review_id");
        await (await Owner.PutAsync($"/portal/scores/{betaScore}/rating", new { overall = 3 })).JsonAsync(200);
        return (dashboard, alert, review);
    }

    private Task<string> ScoreAsync(string customer, int[] six, string key, string title) =>
        Company.SeedAsync(Company.Server.Time.GetUtcNow().AddHours(-1), six, customer, key, title);
}
