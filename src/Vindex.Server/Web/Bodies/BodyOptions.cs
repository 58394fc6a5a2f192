using Vindex.Server.Configuration;

namespace Vindex.Server.Web.Bodies;

/// <summary>Limits of request bodies, in bytes of all requests together.</summary>
/// <param name="Memory">Memory for bodies of authenticated callers.</param>
/// <param name="MemoryPerCaller">The share of it that one caller can have.</param>
/// <param name="AnonymousMemory">Memory for bodies that arrive before anyone is authenticated, such as events.</param>
/// <param name="Deadline">How long a body may take to arrive, plus <see cref="TimedBody.PerMebibyte"/> for its size.</param>
internal sealed record BodyOptions(long Memory, long MemoryPerCaller, long AnonymousMemory, TimeSpan Deadline)
{
    private const long Mebibyte = 1024 * 1024;

    public static BodyOptions Read(SettingsReader settings) =>
        new(
            settings.Integer("Limits:Bodies:Megabytes", 2, 1_048_576) * Mebibyte,
            settings.Integer("Limits:Bodies:MegabytesPerCaller", 2, 1_048_576) * Mebibyte,
            settings.Integer("Limits:Bodies:AnonymousMegabytes", 2, 1_048_576) * Mebibyte,
            settings.Duration("Limits:Bodies:Deadline", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)));
}

/// <summary>Registers what reading bodies needs.</summary>
internal static class BodyServices
{
    public static void AddBodies(this IServiceCollection services, BodyOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<BodyMemory>();
    }

    /// <summary>Sets the deadline of bodies; must run before they are read.</summary>
    public static void UseTimedBodies(this IApplicationBuilder app, BodyOptions options)
    {
        var time = app.ApplicationServices.GetRequiredService<TimeProvider>();
        app.Use((context, next) =>
        {
            TimedBody.Guard(context.Request, options.Deadline, time);
            return next(context);
        });
    }
}
