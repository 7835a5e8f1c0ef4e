using AlternatorHandler.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace AlternatorHandler.UnitTests.Protocol;

public sealed class IdempotentUpdateExpressionTests
{
    [TestCase("SET a = :v")]
    [TestCase("set a=:v")]
    [TestCase("  SET\ta\n=\r:v  ")]
    [TestCase("SET a = :v, b = :w")]
    [TestCase("SET a=:v,b=:w")]
    [TestCase("SET #n = :v")]
    [TestCase("SET #n.#m.c = :v")]
    [TestCase("SET a.b.c = :v")]
    [TestCase("SET a[1].b = :v")]
    [TestCase("SET a[1][2].b = :v")]
    [TestCase("SET a [ 1 ] . b = :v")]
    [TestCase("SET a = if_not_exists(a, :v)")]
    [TestCase("SET a=if_not_exists ( a , :v ) , b = :w")]
    [TestCase("SET #n.b = if_not_exists(#n.b, :v)")]
    [TestCase("SET a[1].b = if_not_exists(a[1].b, :v)")]
    [TestCase("REMOVE a")]
    [TestCase("remove a, b.c, #d")]
    [TestCase("REMOVE a[0].b")]
    [TestCase("SET a = :v REMOVE b")]
    [TestCase("REMOVE b SET a = :v")]
    [TestCase("SET a = if_not_exists(a, :v) REMOVE b")]
    [TestCase("SET set = :set")]
    [TestCase("SET remove = :v REMOVE add")]
    public void An_update_of_constants_and_removals_is_idempotent(string expression) => Assert.That(IdempotentUpdateExpression.IsIdempotent(expression), Is.True);

    // A list index moves what follows it, or appends beyond the end.
    [TestCase("REMOVE a[0]")]
    [TestCase("REMOVE a.b[0]")]
    [TestCase("REMOVE a, b[1]")]
    [TestCase("REMOVE a[0][1]")]
    [TestCase("SET a[1] = :v")]
    [TestCase("SET a.b[1] = :v")]
    [TestCase("SET a[1] = if_not_exists(a[1], :v)")]

    // The new value depends on what is stored.
    [TestCase("SET a = a + :v")]
    [TestCase("SET a = a - :v")]
    [TestCase("SET a=a-:v")]
    [TestCase("SET a = :v + a")]
    [TestCase("SET a=:v+a")]
    [TestCase("SET a = :v - a")]
    [TestCase("SET a = :v -a")]
    [TestCase("SET a = :v-a")]
    [TestCase("SET a=:v-b")]
    [TestCase("SET a = :v-#b, c = :w")]
    [TestCase("SET a-b = :v")]
    [TestCase("SET a[-1].b = :v")]
    [TestCase("SET a[1..b = :v")]
    [TestCase("SET a = :v + :w")]
    [TestCase("SET a = if_not_exists(a, :v) + :w")]
    [TestCase("SET a = if_not_exists(a, :v) - :w")]
    [TestCase("SET a = list_append(a, :v)")]
    [TestCase("SET a = list_append(:v, a)")]
    [TestCase("SET a = list_append(if_not_exists(a, :v), :w)")]
    [TestCase("SET a = if_not_exists(a, b)")]
    [TestCase("SET a = if_not_exists(a, if_not_exists(b, :v))")]
    [TestCase("SET a = if_not_exists(a, :v + :w)")]
    [TestCase("SET a = if_not_exists(a, :v +")]
    [TestCase("SET a = if_not_exists(b, :v)")]
    [TestCase("SET b = :w, a = if_not_exists(b, :v)")]
    [TestCase("REMOVE b SET a = if_not_exists(b, :v)")]
    [TestCase("SET a.b = if_not_exists(a.c, :v)")]
    [TestCase("SET a.b = if_not_exists(a, :v)")]
    [TestCase("SET a[1].b = if_not_exists(a[2].b, :v)")]
    [TestCase("SET a = b")]
    [TestCase("SET a = #b")]
    [TestCase("SET a = b.c")]
    [TestCase("SET a = b, b = a")]
    [TestCase("SET a = :v, b = c")]
    [TestCase("SET a = other(:v)")]
    [TestCase("SET a = size(b)")]

    // Other clauses, alone and among idempotent ones.
    [TestCase("ADD a :v")]
    [TestCase("add a :v")]
    [TestCase("DELETE a :v")]
    [TestCase("SET a = :v ADD b :w")]
    [TestCase("REMOVE a DELETE b :w")]
    [TestCase("ADD b :w SET a = :v")]
    [TestCase("SET a = :v ADD b")]

    // Expressions that no node accepts.
    [TestCase("")]
    [TestCase("   ")]
    [TestCase("SET")]
    [TestCase("REMOVE")]
    [TestCase("SET a")]
    [TestCase("SET a =")]
    [TestCase("SET a = :v,")]
    [TestCase("SET a = :v b = :w")]
    [TestCase("SET , a = :v")]
    [TestCase("SET = :v")]
    [TestCase("SET :v = a")]
    [TestCase("SET a. = :v")]
    [TestCase("SET a..b = :v")]
    [TestCase("SET .a = :v")]
    [TestCase("SET a[ = :v")]
    [TestCase("SET a[x].b = :v")]
    [TestCase("SET a[99999999999].b = :v")]
    [TestCase("SET a[1 = :v")]
    [TestCase("SET 1a = :v")]
    [TestCase("SET a == :v")]
    [TestCase("SET a = (:v)")]
    [TestCase("SET a = if_not_exists(a, :v")]
    [TestCase("SET a = if_not_exists(a)")]
    [TestCase("SET a = if_not_exists a, :v")]
    [TestCase("SET a = IF_NOT_EXISTS(a, :v)")]
    [TestCase("REMOVE a b")]
    [TestCase("REMOVE a REMOVE")]
    [TestCase("SETa = :v")]
    [TestCase("a = :v")]
    [TestCase("SET a = :v; REMOVE b")]
    [TestCase("SET a = :v \0")]
    public void Any_other_update_expression_is_not_idempotent(string expression) => Assert.That(IdempotentUpdateExpression.IsIdempotent(expression), Is.False);

    [Test]
    public void Random_update_expressions_are_classified_without_an_exception()
    {
        string[] fragments = ["SET", "REMOVE", "ADD", "a", "b", "#c", ":v", "=", ",", ".", "[", "]", "0", "(", ")", "+", "-", "if_not_exists", "list_append", " ", "\ud800", "é", "\0"];
        var text = Gen.Elements(fragments).ListOf().Select(string.Concat);

        Prop.ForAll(text.ToArbitrary(), expression => { _ = IdempotentUpdateExpression.IsIdempotent(expression); }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
        Prop.ForAll<string?>(expression => { _ = IdempotentUpdateExpression.IsIdempotent(expression); }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }
}
