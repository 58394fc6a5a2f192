namespace Vindex.Server.Security.Passwords;

/// <summary>Password rules: long enough and not common (NIST SP 800-63B, 3.1.1.2). There are no other requirements.</summary>
internal static class PasswordRules
{
    public const int MinLength = 10;
    public const int MaxLength = 200;

    /// <summary>The problem with a password, as the end of a sentence that begins with its name; null if it is valid.</summary>
    public static string? Refuse(string password, string email)
    {
        if (password.Length < MinLength) return $"must have {MinLength} characters or more; it has {password.Length}";
        if (password.Length > MaxLength) return $"must have at most {MaxLength} characters; it has {password.Length}";
        var name = email.Split('@')[0];
        if (Same(password, email) || Same(password, name)) return "must not be the e-mail address";
        if (CommonPasswords.Contain(password)) return "is too common; choose another";
        return null;
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
