using Vindex.Server.Configuration;

namespace Vindex.Server.Security.Limits;

/// <summary>The names of rate limits: sections of <c>Limits</c>, and names of the <see cref="RateLimit"/> options bound to them.</summary>
internal static class RateLimits
{
    public const string Score = "Score";
    public const string Evaluate = "Evaluate";
    public const string EvaluatorUpload = "EvaluatorUpload";
    public const string EvaluatorScore = "EvaluatorScore";
    public const string EvaluatorResults = "EvaluatorResults";
    public const string EvaluatorTicket = "EvaluatorTicket";
    public const string EvaluatorTyping = "EvaluatorTyping";
    public const string Shared = "Shared";
    public const string Unsubscribe = "Unsubscribe";
    public const string Mcp = "Mcp";
    public const string SignInPerEmail = "SignInPerEmail";
    public const string SignInPerAddress = "SignInPerAddress";
    public const string SignInNewBrowsers = "SignInNewBrowsers";
    public const string SignInPerBrowser = "SignInPerBrowser";

    /// <summary>Binds a limit to its section.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">One of the names above.</param>
    public static void AddRateLimit(this IServiceCollection services, string name) => services.AddSettings<RateLimit>("Limits:" + name, name);
}
