using Vindex.Storage.Annotations;
using Vindex.Storage.Audit;
using Vindex.Storage.Feedback;

namespace Vindex.Storage.Tests.Conformance;

public abstract class AnnotationSpecConformance<TDriver> : StoreConformance<TDriver>
    where TDriver : IStoreDriver, new()
{
    [Fact]
    public async Task A_spec_is_read_back_as_it_was_added()
    {
        var acme = await HasCompany("acme");
        var spec = Spec(acme.Id) with { Description = "How it \"sounds\"", ValueSchema = """{"type":"integer","minimum":1}""" };

        (await Add(spec)).ShouldBe(AnnotationAdded.Added);

        (await Store.AnnotationSpecs.FindAsync(spec.Project, spec.Name, spec.Digest, Stop)).ShouldBe(spec);
        (await Store.AnnotationSpecs.ListAsync(spec.Project, Stop)).ShouldBe([spec]);
        (await Store.AnnotationSpecs.OfCompanyAsync(acme.Id, Stop)).ShouldBe([spec]);
        (await Store.AnnotationSpecs.FindAsync(spec.Project, spec.Name, "other", Stop)).ShouldBeNull();
        (await Store.AnnotationSpecs.FindAsync(spec.Project, "Tone", spec.Digest, Stop)).ShouldBeNull();
        (await ActionsAsync()).ShouldBe(["annotation_spec.created"]);
    }

    [Fact]
    public async Task A_spec_that_is_there_is_not_added_again()
    {
        var acme = await HasCompany("acme");
        var spec = Spec(acme.Id);
        await Add(spec);

        (await Add(spec with { ValueSchema = "{}", Creator = "someone else" })).ShouldBe(AnnotationAdded.Known);

        (await Store.AnnotationSpecs.ListAsync(spec.Project, Stop)).ShouldBe([spec]);
        (await ActionsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Specs_are_listed_by_name_and_then_newest_first()
    {
        var acme = await HasCompany("acme");
        var old = Spec(acme.Id) with { Digest = "z" };
        var young = Spec(acme.Id) with { Digest = "a", CreatedAt = Some.Noon.AddMinutes(1) };
        var upper = Spec(acme.Id) with { Name = "Tone" };
        var last = Spec(acme.Id) with { Name = "tone2" };
        foreach (var spec in (AnnotationSpec[])[last, old, upper, young]) (await Add(spec)).ShouldBe(AnnotationAdded.Added);

        (await Store.AnnotationSpecs.ListAsync(old.Project, Stop)).ShouldBe([upper, young, old, last]);
    }

    [Fact]
    public async Task Specs_belong_to_one_project_of_one_company()
    {
        var (acme, other) = (await HasCompany("acme"), await HasCompany("other"));
        AnnotationSpec[] specs = [Spec(acme.Id), Spec(acme.Id, "tests"), Spec(other.Id)];
        foreach (var spec in specs) (await Add(spec)).ShouldBe(AnnotationAdded.Added);

        foreach (var spec in specs) (await Store.AnnotationSpecs.ListAsync(spec.Project, Stop)).ShouldBe([spec]);
        (await Store.AnnotationSpecs.OfCompanyAsync(acme.Id, Stop)).ShouldBe(specs[..2]);
        (await Store.AnnotationSpecs.DeleteAsync(specs[1].Project, "tone", "v1", Some.Audit(), Stop)).ShouldBeTrue();
        (await Store.AnnotationSpecs.DeleteAsync(specs[1].Project, "tone", "v1", Some.Audit(), Stop)).ShouldBeFalse();
        (await Store.AnnotationSpecs.OfCompanyAsync(acme.Id, Stop)).ShouldBe(specs[..1]);
        (await Store.AnnotationSpecs.OfCompanyAsync(other.Id, Stop)).ShouldBe(specs[2..]);
    }

    [Fact]
    public async Task A_project_has_no_more_specs_than_it_may_have()
    {
        var acme = await HasCompany("acme");
        foreach (var name in (string[])["a", "b", "c"])
            (await Add(Spec(acme.Id) with { Name = name }, most: 2)).ShouldBe(name == "c" ? AnnotationAdded.Full : AnnotationAdded.Added);

        (await Add(Spec(acme.Id) with { Name = "a" }, most: 2)).ShouldBe(AnnotationAdded.Known);
        (await Add(Spec(acme.Id, "tests"), most: 2)).ShouldBe(AnnotationAdded.Added);
    }

    [Fact]
    public async Task Specs_go_with_their_company()
    {
        var acme = await HasCompany("acme");
        await Add(Spec(acme.Id));

        (await DeletesCompany(acme.Id, Some.Audit())).ShouldBeTrue();

        (await Store.AnnotationSpecs.OfCompanyAsync(acme.Id, Stop)).ShouldBeEmpty();
        (await Add(Spec(acme.Id))).ShouldBe(AnnotationAdded.CompanyGone);
        (await Store.CheckAsync(Stop)).ShouldBeEmpty();
    }

    private static AnnotationSpec Spec(string companyId, string project = "stories") =>
        new(new ProjectKey(companyId, project), "tone", "v1", """{"type":"boolean"}""", null, "key:1", Some.Noon);

    private Task<AnnotationAdded> Add(AnnotationSpec spec, int most = 100) =>
        Store.AnnotationSpecs.AddAsync(spec, most, Some.Audit(spec.Project.CompanyId, "annotation_spec.created"), Stop);

    private async Task<List<string>> ActionsAsync() =>
        [.. (await Store.Audit.ListAsync(new AuditFilter { Action = "annotation" }, null, 10, Stop)).Items.Select(entry => entry.Action)];
}
