using System.Reflection;
using AlternatorHandler.Testing;

namespace AlternatorHandler.Packages.Tests.Readme;

public sealed class TestingPageTests
{
    [Test]
    public void The_testing_page_has_each_fault_once()
    {
        var rows = MarkdownRow.In(MarkdownFile.Read(Repository.Path("src", "docs", "testing.md"))).Where(row => row.Header[0] == "fault");
        var faults = typeof(Fault).GetMembers(BindingFlags.Public | BindingFlags.Static)
            .Where(member => (member as PropertyInfo)?.PropertyType == typeof(Fault) || (member is MethodInfo { IsSpecialName: false } method && method.ReturnType == typeof(Fault)));

        Assert.That(rows.SelectMany(row => MarkdownFile.CodesIn(row.Cells[0])).Select(code => code.Split('(')[0]), Is.EquivalentTo(faults.Select(member => member.Name)));
    }
}
