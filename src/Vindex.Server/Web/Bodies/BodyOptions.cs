using System.ComponentModel.DataAnnotations;
using Vindex.Server.Configuration;

namespace Vindex.Server.Web.Bodies;

/// <summary>Limits of request bodies, of all requests together: the section <c>Limits:Bodies</c>.</summary>
internal sealed record BodyOptions
{
    private const long Mebibyte = 1024 * 1024;

    /// <summary>Memory for bodies of authenticated callers.</summary>
    [Range(2, 1_048_576)]
    public required int Megabytes { get; init; }

    /// <summary>The share of it that one caller can have.</summary>
    [Range(2, 1_048_576)]
    public required int MegabytesPerCaller { get; init; }

    /// <summary>Memory for bodies that arrive before anyone is authenticated, such as events.</summary>
    [Range(2, 1_048_576)]
    public required int AnonymousMegabytes { get; init; }

    /// <summary>How long a body may take to arrive, plus <see cref="TimedBody.PerMebibyte"/> for its size.</summary>
    [DurationRange("1s", "1h")]
    public required Duration Deadline { get; init; }

    /// <summary><see cref="Megabytes"/> in bytes.</summary>
    internal long Memory => Megabytes * Mebibyte;

    /// <summary><see cref="MegabytesPerCaller"/> in bytes.</summary>
    internal long MemoryPerCaller => MegabytesPerCaller * Mebibyte;

    /// <summary><see cref="AnonymousMegabytes"/> in bytes.</summary>
    internal long AnonymousMemory => AnonymousMegabytes * Mebibyte;
}

/// <summary>Registers what reading bodies needs.</summary>
internal static class BodyServices
{
    public static void AddBodies(this IServiceCollection services)
    {
        services.AddSettings<BodyOptions>("Limits:Bodies");
        services.AddSingleton<BodyMemory>();
    }

    /// <summary>Sets the deadline of bodies; must run before they are read.</summary>
    public static void UseTimedBodies(this IApplicationBuilder app)
    {
        var time = app.ApplicationServices.GetRequiredService<TimeProvider>();
        var options = app.ApplicationServices.GetRequiredService<IOptions<BodyOptions>>().Value;
        app.Use((context, next) =>
        {
            TimedBody.Guard(context.Request, options.Deadline, time);
            return next(context);
        });
    }
}
