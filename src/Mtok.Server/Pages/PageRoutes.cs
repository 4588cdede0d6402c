using Microsoft.AspNetCore.DataProtection;

namespace Mtok.Server;

/// <summary>The pages, and what they need.</summary>
internal static class PageRoutes
{
    public static void Add(IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "mtok-form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.HttpOnly = true;
        });
        KeepKeysInMemory(services);
        services.AddSingleton<Assets>().AddSingleton<UsualWorkload>().AddSingleton<PlannedCost>().AddSingleton<DecideAnswers>();
    }

    /// <summary>Forms are protected by keys of this process alone; what would write keys to the user's folder at every start is taken out.</summary>
    private static void KeepKeysInMemory(IServiceCollection services)
    {
        foreach (var warming in services.Where(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly == typeof(IDataProtectionBuilder).Assembly).ToList())
        {
            services.Remove(warming);
        }
    }

    /// <summary>Reads what pages begin with, so that what is wrong with it keeps the server from starting.</summary>
    public static void Check(IServiceProvider services)
    {
        services.GetRequiredService<UsualWorkload>();
        services.GetRequiredService<PlannedCost>();
    }

    public static void Map(WebApplication app)
    {
        Assets.Map(app);
        var pages = app.MapGroup("").RequireRateLimiting(RequestLimits.Answers).ExcludeFromDescription();
        TrackPages.Map(pages);
        DecidePages.Map(pages);
        CatalogPages.Map(pages);
        PlanPages.Map(pages);
        SignInPages.Map(pages);
    }
}
