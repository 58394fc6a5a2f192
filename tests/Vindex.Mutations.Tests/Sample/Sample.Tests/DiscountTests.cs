using Xunit;

namespace Sample.Tests;

/// <summary>Leaves out on purpose: the discount for staff, an order of exactly 100, and <see cref="Discount.Twice"/>.</summary>
public sealed class DiscountTests
{
    [Theory]
    [InlineData(50, "guest", 50)]
    [InlineData(50, "member", 45)]
    [InlineData(200, "guest", 190)]
    public void A_price_is_reduced(int amount, string customer, int price) => Assert.Equal(price, Discount.Price(amount, customer));
}
