using Microsoft.AspNetCore.Antiforgery;

namespace Mtok.Server;

/// <summary>Where a browser presents the access token, and gets a cookie for it.</summary>
internal static class SignInPages
{
    private const string Path = "/sign-in";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Path, (HttpContext context) =>
            context.RequestServices.GetService<AccessToken>() is null ? TypedResults.LocalRedirect("/") : Shown(context, isWrong: false));
        app.MapPost(Path, (Delegate)SignIn).DisableAntiforgery();
    }

    private static async Task<IResult> SignIn(HttpContext context)
    {
        var antiforgery = context.RequestServices.GetRequiredService<IAntiforgery>();
        if (context.RequestServices.GetService<AccessToken>() is not { } token || !await antiforgery.IsRequestValidAsync(context).ConfigureAwait(false))
        {
            return TypedResults.LocalRedirect(Path);
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        if (!token.IsToken(form["token"].ToString().Trim()))
        {
            return Shown(context, isWrong: true);
        }

        context.Response.Cookies.Append(AccessToken.Cookie, token.CookieValue, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            Path = "/",
        });
        return TypedResults.LocalRedirect("/");
    }

    private static IResult Shown(HttpContext context, bool isWrong) => PageResult.Of<SignInPage>(
        context,
        new SignInView(FormKey.Of(context), isWrong),
        isWrong ? StatusCodes.Status403Forbidden : StatusCodes.Status200OK);
}

/// <summary>What the page for signing in shows.</summary>
/// <param name="Key">What the form sends with it, so that no other site can.</param>
/// <param name="IsWrong">Whether another text was sent than the token.</param>
public sealed record SignInView(FormKey Key, bool IsWrong);

/// <summary>What a form sends with it, so that no other site can send it.</summary>
/// <param name="Name">The name of its field.</param>
/// <param name="Value">Its value.</param>
public sealed record FormKey(string Name, string Value)
{
    /// <summary>The key of forms of this browser; its other half is a cookie.</summary>
    internal static FormKey Of(HttpContext context)
    {
        var tokens = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        return new(tokens.FormFieldName, tokens.RequestToken!);
    }
}
