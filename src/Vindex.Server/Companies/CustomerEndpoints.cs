using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Companies;

/// <summary>Customers: under <c>/portal</c> those of the caller's company, under <c>/admin</c> those of any.</summary>
internal static class CustomerEndpoints
{
    public static async Task<Ok<CustomerListBody>> ListAsync(HttpContext context, string companyId, CustomerService customers) =>
        (await customers.ListAsync(context.Caller(), companyId, context.RequestAborted)).ToOk(list => new CustomerListBody([.. list.Select(CustomerBody.Of)]));

    public static async Task<Created<CustomerBody>> CreateAsync(HttpContext context, string companyId, Body<NewCustomerBody> body, CustomerService customers) =>
        body.Problem is { } problem
            ? problem
            : (await customers.CreateAsync(context.Caller(), companyId, body.Input, context.RequestAborted)).ToCreated(CustomerBody.Of);

    public static async Task<Ok<CustomerBody>> ChangeAsync(
        HttpContext context, string companyId, string customerId, Body<CustomerChangeBody> body, CustomerService customers) =>
        body.Problem is { } problem
            ? problem
            : (await customers.ChangeAsync(context.Caller(), companyId, customerId, body.Input, context.RequestAborted)).ToOk(CustomerBody.Of);
}
