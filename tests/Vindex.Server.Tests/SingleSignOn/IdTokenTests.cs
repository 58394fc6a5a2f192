using System.Net;
using System.Text;
using Shouldly;
using Vindex.Server.Tests.Accounts;
using Xunit;

namespace Vindex.Server.Tests.SingleSignOn;

/// <summary>Tokens that must not be believed, and those that must. The provider signs them, so that nothing but the named fault is wrong.</summary>
public sealed class IdTokenTests
{
    private const string Issued = "iat";
    private const string Expires = "exp";

    [Fact]
    public Task Another_issuer_is_refused() => IsRefusedAsync(claims => claims["iss"] = claims["iss"] + "/");

    [Fact]
    public Task Another_audience_is_refused() => IsRefusedAsync(claims => claims["aud"] = "another client");

    [Fact]
    public Task A_missing_audience_is_refused() => IsRefusedAsync(claims => claims["aud"] = null);

    [Fact]
    public Task A_further_audience_is_refused() => IsRefusedAsync(claims => claims["aud"] = new[] { TestProvider.ClientId, "another client" });

    [Fact]
    public Task A_token_that_was_issued_to_another_client_is_refused() => IsRefusedAsync(claims => claims["azp"] = "another client");

    [Fact]
    public Task Another_nonce_is_refused() => IsRefusedAsync(claims => claims["nonce"] = claims["nonce"] + "x");

    [Fact]
    public Task A_missing_nonce_is_refused() => IsRefusedAsync(claims => claims["nonce"] = null);

    [Fact]
    public Task A_missing_subject_is_refused() => IsRefusedAsync(claims => claims["sub"] = null);

    [Fact]
    public Task An_empty_subject_is_refused() => IsRefusedAsync(claims => claims["sub"] = "");

    [Fact]
    public Task A_subject_that_is_too_long_is_refused() => IsRefusedAsync(claims => claims["sub"] = new string('s', 256));

    [Fact]
    public Task An_expired_token_is_refused() => IsRefusedAsync(claims => claims[Expires] = (long)claims[Issued]! - 60);

    [Fact]
    public Task A_token_without_an_expiration_time_is_refused() => IsRefusedAsync(claims => claims[Expires] = null);

    [Fact]
    public Task A_token_that_is_not_valid_yet_is_refused() => IsRefusedAsync(claims => claims["nbf"] = (long)claims[Issued]! + 61);

    [Fact]
    public Task A_token_of_the_future_is_refused() => IsRefusedAsync(claims => claims[Issued] = (long)claims[Issued]! + 61);

    [Fact]
    public Task A_token_that_was_issued_long_ago_is_refused() => IsRefusedAsync(claims => claims[Issued] = (long)claims[Issued]! - 901);

    [Fact]
    public Task A_token_that_does_not_say_when_it_was_issued_is_refused() => IsRefusedAsync(claims => claims[Issued] = null);

    [Fact]
    public Task An_access_token_of_another_answer_is_refused() => IsRefusedAsync(claims => claims["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA");

    [Fact]
    public Task A_token_without_a_signature_is_refused() => IsRefusedAsync(token: (_, claims) => SigningKey.Unsigned(claims, "none", null) + ".");

    [Fact]
    public Task An_unsigned_token_that_names_a_key_is_refused() => IsRefusedAsync(token: (key, claims) => SigningKey.Unsigned(claims, "none", key.Id) + ".");

    [Fact]
    public Task An_HMAC_with_the_client_secret_is_refused() =>
        IsRefusedAsync(token: (_, claims) => SigningKey.SignWithSecret(claims, Encoding.UTF8.GetBytes(TestProvider.ClientSecret)));

    [Fact]
    public Task An_HMAC_with_the_public_key_is_refused() =>
        IsRefusedAsync(token: (key, claims) => SigningKey.SignWithSecret(claims, key.PublicBytes, key.Id));

    [Fact]
    public Task A_signature_of_a_key_that_the_provider_does_not_have_is_refused() => IsRefusedAsync(token: (key, claims) =>
    {
        using var other = SigningKey.Rsa(key.Id);
        return other.Sign(claims);
    });

    [Fact]
    public Task A_signature_of_another_kind_than_the_key_is_refused() => IsRefusedAsync(token: (key, claims) => key.Sign(claims, algorithm: "ES256"));

    [Fact]
    public Task Claims_that_were_changed_after_signing_are_refused() => IsRefusedAsync(token: (key, claims) =>
    {
        var signature = key.Sign(claims).Split('.')[2];
        claims["sub"] = "subject-of-eve";
        return $"{SigningKey.Unsigned(claims, key.Algorithm, key.Id)}.{signature}";
    });

    [Theory]
    [InlineData("not a token")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.bm90IGpzb24.AAAA")]
    [InlineData("eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.AAAA.AAAA.AAAA.AAAA")]
    public Task Something_other_than_a_signed_token_is_refused(string text) => IsRefusedAsync(token: (_, _) => text);

    [Fact]
    public Task A_token_of_100_KiB_is_refused() => IsRefusedAsync(claims => claims["filler"] = new string('x', 100 * 1024));

    [Fact]
    public Task A_clock_that_differs_by_less_than_a_minute_is_accepted() => IsAcceptedAsync(claims =>
    {
        claims[Issued] = (long)claims[Issued]! + 59;
        claims["nbf"] = (long)claims["nbf"]! + 59;
    });

    [Fact]
    public Task A_token_dated_back_five_minutes_is_accepted() => IsAcceptedAsync(claims => claims[Issued] = (long)claims[Issued]! - 300);

    [Fact]
    public Task An_audience_may_be_a_list_of_one_and_azp_at_hash_and_nbf_may_be_left_out() => IsAcceptedAsync(claims =>
    {
        claims["aud"] = new[] { TestProvider.ClientId };
        claims["azp"] = claims["at_hash"] = claims["nbf"] = null;
    });

    [Fact]
    public async Task An_elliptic_curve_signs_as_well()
    {
        await using var world = await ProviderWorld.StartAsync();
        world.Provider.Keys.Insert(0, SigningKey.Curve("curve"));

        await world.SignedInAsync();
    }

    [Fact]
    public async Task A_token_without_a_key_id_may_be_signed_with_any_published_key()
    {
        await using var world = await ProviderWorld.StartAsync();
        world.Provider.Keys.Add(SigningKey.Rsa("key-2"));
        world.Provider.Token = claims => world.Provider.Keys[1].Sign(claims, keyId: "");

        await world.SignedInAsync();
    }

    [Fact]
    public async Task After_a_key_rotation_the_keys_are_read_again_once()
    {
        await using var world = await ProviderWorld.StartAsync();
        await world.SignedInAsync();
        world.Server.Time.Advance(TimeSpan.FromMinutes(1));
        world.Provider.Keys.Insert(0, SigningKey.Rsa("key-2"));

        await world.SignedInAsync();
        await world.SignedInAsync();

        world.Provider.Requests.Count(path => path == "/keys").ShouldBe(2);
    }

    [Fact]
    public async Task Made_up_key_ids_make_the_keys_be_read_at_most_once_a_minute()
    {
        await using var world = await ProviderWorld.StartAsync();
        await world.SignedInAsync();
        world.Server.Time.Advance(TimeSpan.FromMinutes(1));
        world.Provider.Token = claims => world.Provider.Keys[0].Sign(claims, keyId: "made-up");

        for (var i = 0; i < 3; i++) await (await world.SignInAsync()).Answer.PageAsync(502);

        world.Provider.Requests.Count(path => path == "/keys").ShouldBe(2);
    }

    private static async Task IsRefusedAsync(
        Action<Dictionary<string, object?>>? change = null, Func<SigningKey, Dictionary<string, object?>, string>? token = null)
    {
        await using var world = await ProviderWorld.StartAsync();
        if (change is not null) world.Provider.Change = change;
        if (token is not null) world.Provider.Token = claims => token(world.Provider.Keys[0], claims);

        var (person, answer) = await world.SignInAsync();

        (await answer.PageAsync(502)).ShouldContain("could not be verified");
        person.Cookie.ShouldBeNull();
        world.Provider.Requests.ShouldContain("/token");
        (await world.Server.Store.Identities.FindUserAsync(world.Provider.Issuer, "subject-of-ada", CancellationToken.None)).ShouldBeNull();

        // Without the fault, the same person is signed in.
        world.Provider.Change = _ => { };
        world.Provider.Token = null;
        await world.SignedInAsync();
    }

    private static async Task IsAcceptedAsync(Action<Dictionary<string, object?>> change)
    {
        await using var world = await ProviderWorld.StartAsync();
        world.Provider.Change = change;

        (await world.SignInAsync()).Answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }
}
