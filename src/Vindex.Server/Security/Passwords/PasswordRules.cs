namespace Vindex.Server.Security.Passwords;

/// <summary>Which passwords are taken: long ones that are not the first that one would guess (NIST SP 800-63B, 3.1.1.2). Nothing else is asked of them.</summary>
internal static class PasswordRules
{
    public const int MinLength = 10;
    public const int MaxLength = 200;

    /// <summary>What is wrong with a password, as the end of a sentence that begins with its name; null for nothing.</summary>
    public static string? Refuse(string password, string email)
    {
        if (password.Length < MinLength) return $"must have {MinLength} characters or more; it has {password.Length}";
        if (password.Length > MaxLength) return $"must have at most {MaxLength} characters; it has {password.Length}";
        var name = email.Split('@')[0];
        if (Same(password, email) || Same(password, name)) return "must not be the e-mail address";
        if (CommonPasswords.Contain(password)) return "is one of those that are guessed first; take another";
        return null;
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
