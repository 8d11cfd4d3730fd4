//! Filters of RFC 7644 §3.4.2.2, read without recursion: no filter can be deeper or longer than the stack that holds it.

use crate::json::Value;
use crate::limits;

/// A filter in postfix order, so that it is evaluated with a stack of booleans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Filter(Vec<Node>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Comparison(Comparison),
    And,
    Or,
    Not,
}

/// `attribute operator value`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Comparison {
    /// As spelt.
    pub(super) attribute: String,
    pub(super) operator: Operator,
    /// Text, number, boolean or null; null for `pr`.
    pub(super) value: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Contains,
    StartsWith,
    EndsWith,
    Present,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

/// Not of the grammar, or larger than is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

impl Operator {
    fn named(word: &str) -> Option<Self> {
        const ALL: [(&str, Operator); 10] = [
            ("eq", Operator::Equal),
            ("ne", Operator::NotEqual),
            ("co", Operator::Contains),
            ("sw", Operator::StartsWith),
            ("ew", Operator::EndsWith),
            ("pr", Operator::Present),
            ("gt", Operator::Greater),
            ("ge", Operator::GreaterOrEqual),
            ("lt", Operator::Less),
            ("le", Operator::LessOrEqual),
        ];
        ALL.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, operator)| operator)
    }
}

impl Filter {
    /// Reads a filter. A value without quotes is taken as a text: `userName eq ada` (goauthentik/authentik, older versions).
    pub(super) fn parse(text: &str) -> Result<Self, Malformed> {
        if text.len() > limits::SCIM_FILTER {
            return Err(Malformed);
        }
        Parser { rest: text, output: Vec::new(), pending: Vec::new(), comparisons: 0 }.run()
    }

    /// `attribute eq "value"` alone.
    pub(super) fn equal(attribute: &str, value: &str) -> Self {
        Self(vec![Node::Comparison(Comparison {
            attribute: attribute.to_owned(),
            operator: Operator::Equal,
            value: Value::Text(value.to_owned()),
        })])
    }

    /// The comparisons of a filter that is nothing but `eq`, joined by `and`.
    pub(super) fn conjunction(&self) -> Option<Vec<&Comparison>> {
        self.joined(&Node::And)
    }

    /// The comparisons of a filter that is nothing but `eq`, joined by `or`.
    pub(super) fn disjunction(&self) -> Option<Vec<&Comparison>> {
        self.joined(&Node::Or)
    }

    fn joined(&self, by: &Node) -> Option<Vec<&Comparison>> {
        self.0
            .iter()
            .filter(|node| *node != by)
            .map(|node| match node {
                Node::Comparison(comparison) if comparison.operator == Operator::Equal => Some(comparison),
                _ => None,
            })
            .collect()
    }

    /// Every comparison.
    pub(super) fn comparisons(&self) -> impl Iterator<Item = &Comparison> {
        self.0.iter().filter_map(|node| match node {
            Node::Comparison(comparison) => Some(comparison),
            _ => None,
        })
    }

    /// Whether something fits, whose attributes `value` tells.
    pub(super) fn matches<'a>(&self, value: impl Fn(&str) -> Option<&'a Value>) -> bool {
        let mut stack: Vec<bool> = Vec::new();
        for node in &self.0 {
            // INVARIANT: the parser writes an operator after its operands only.
            let result = match node {
                Node::Comparison(comparison) => comparison.holds(value(&comparison.attribute)),
                Node::Not => !stack.pop().unwrap_or_default(),
                Node::And => {
                    let (right, left) = (stack.pop().unwrap_or_default(), stack.pop().unwrap_or_default());
                    left && right
                }
                Node::Or => {
                    let (right, left) = (stack.pop().unwrap_or_default(), stack.pop().unwrap_or_default());
                    left || right
                }
            };
            stack.push(result);
        }
        stack.pop().unwrap_or_default()
    }
}

impl Comparison {
    /// Texts are compared without case, which is what an attribute's schema says unless it says `caseExact` (RFC 7643 §2.2).
    fn holds(&self, found: Option<&Value>) -> bool {
        let Some(found) = found else {
            return self.operator == Operator::NotEqual || (self.operator == Operator::Equal && self.value == Value::Null);
        };
        let (Some(found), Some(wanted)) = (folded(found), folded(&self.value)) else {
            return self.operator == Operator::Present;
        };
        match self.operator {
            Operator::Equal => found == wanted,
            Operator::NotEqual => found != wanted,
            Operator::Contains => found.contains(&wanted),
            Operator::StartsWith => found.starts_with(&wanted),
            Operator::EndsWith => found.ends_with(&wanted),
            Operator::Present => true,
            Operator::Greater => found > wanted,
            Operator::GreaterOrEqual => found >= wanted,
            Operator::Less => found < wanted,
            Operator::LessOrEqual => found <= wanted,
        }
    }
}

/// A value as it is compared; Entra ID writes `primary eq "True"`.
fn folded(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.to_lowercase()),
        Value::Boolean(boolean) => Some(boolean.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null => Some(String::new()),
        Value::List(_) | Value::Object(_) => None,
    }
}

/// What waits for its right operand or its closing parenthesis.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pending {
    Parenthesis,
    Not,
    And,
    Or,
}

/// `not` binds tighter than `and`, `and` tighter than `or` (RFC 7644 §3.4.2.2, table 5).
struct Parser<'a> {
    rest: &'a str,
    output: Vec<Node>,
    pending: Vec<Pending>,
    comparisons: usize,
}

impl<'a> Parser<'a> {
    fn run(mut self) -> Result<Filter, Malformed> {
        loop {
            self.operand()?;
            if !self.operator()? {
                break;
            }
        }
        while let Some(pending) = self.pending.pop() {
            self.write(pending)?;
        }
        Ok(Filter(self.output))
    }

    /// Everything up to the next comparison, and that.
    fn operand(&mut self) -> Result<(), Malformed> {
        loop {
            self.skip_space();
            if self.pending.len() > limits::SCIM_FILTER_DEPTH * 2 {
                return Err(Malformed);
            }
            if self.take("(") {
                self.pending.push(Pending::Parenthesis);
                continue;
            }
            let word = self.word();
            if word.eq_ignore_ascii_case("not") && self.rest.trim_start().starts_with('(') {
                self.pending.push(Pending::Not);
                continue;
            }
            return self.comparison(word);
        }
    }

    fn comparison(&mut self, attribute: &str) -> Result<(), Malformed> {
        self.comparisons += 1;
        if self.comparisons > limits::SCIM_COMPARISONS || !is_attribute(attribute) {
            return Err(Malformed);
        }
        self.skip_space();
        let operator = Operator::named(self.word()).ok_or(Malformed)?;
        let value = if operator == Operator::Present { Value::Null } else { self.value()? };
        self.output.push(Node::Comparison(Comparison { attribute: attribute.to_owned(), operator, value }));
        Ok(())
    }

    fn value(&mut self) -> Result<Value, Malformed> {
        // RFC 7644's own example has no blank before the quote: `members[value eq"2819..."]` (§3.5.2.2).
        if !self.skip_space() && !self.rest.starts_with('"') {
            return Err(Malformed);
        }
        if self.rest.starts_with('"') {
            let end = end_of_string(self.rest).ok_or(Malformed)?;
            let (text, rest) = self.rest.split_at_checked(end).ok_or(Malformed)?;
            self.rest = rest;
            return Value::parse(text.as_bytes()).map_err(|_| Malformed);
        }
        let end = self.rest.find(|letter: char| letter.is_whitespace() || letter == ')').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end).ok_or(Malformed)?;
        self.rest = rest;
        // A quote inside means that somebody meant something else.
        if word.is_empty() || word.contains(['"', '\'', '(', '[', ']', '\\']) {
            return Err(Malformed);
        }
        Ok(match Value::parse(word.as_bytes()) {
            Ok(value @ (Value::Boolean(_) | Value::Number(_) | Value::Null)) => value,
            _ => Value::Text(word.to_owned()),
        })
    }

    /// Closing parentheses, and the operator after them; false at the end.
    fn operator(&mut self) -> Result<bool, Malformed> {
        loop {
            self.skip_space();
            if self.take(")") {
                loop {
                    match self.pending.pop() {
                        Some(Pending::Parenthesis) => break,
                        Some(pending) => self.write(pending)?,
                        None => return Err(Malformed),
                    }
                }
                if self.pending.last() == Some(&Pending::Not) {
                    self.pending.pop();
                    self.output.push(Node::Not);
                }
                continue;
            }
            if self.rest.is_empty() {
                return Ok(false);
            }
            let word = self.word();
            let operator = match word {
                _ if word.eq_ignore_ascii_case("and") => Pending::And,
                _ if word.eq_ignore_ascii_case("or") => Pending::Or,
                _ => return Err(Malformed),
            };
            while let Some(before @ (Pending::And | Pending::Or)) = self.pending.last().copied() {
                if before == Pending::Or && operator == Pending::And {
                    break;
                }
                self.pending.pop();
                self.write(before)?;
            }
            self.pending.push(operator);
            return Ok(true);
        }
    }

    fn write(&mut self, pending: Pending) -> Result<(), Malformed> {
        self.output.push(match pending {
            Pending::And => Node::And,
            Pending::Or => Node::Or,
            // Never closed, or with nothing to negate.
            Pending::Parenthesis | Pending::Not => return Err(Malformed),
        });
        Ok(())
    }

    fn word(&mut self) -> &'a str {
        let end = self.rest.find(|letter: char| letter.is_whitespace() || "()\"".contains(letter)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        self.rest = rest;
        word
    }

    fn take(&mut self, mark: &str) -> bool {
        let rest = self.rest.strip_prefix(mark);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn skip_space(&mut self) -> bool {
        let rest = self.rest.trim_start();
        let skipped = rest.len() < self.rest.len();
        self.rest = rest;
        skipped
    }
}

/// Whether a word can name an attribute: a URN, names and a dot (RFC 7644 §3.10). `$ref` begins with what no name begins with.
pub(super) fn is_attribute(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '$')
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"$-_.:/".contains(&byte))
        && !word.ends_with(['.', ':'])
        && !word.contains("..")
}

/// Where the JSON string ends with which a text begins.
pub(super) fn end_of_string(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (index, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(index + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Filter, Malformed, end_of_string};
    use crate::json::Value;

    fn holds(filter: &str) -> bool {
        let element =
            [("type", Value::Text("work".into())), ("value", Value::Text("a@x.test".into())), ("primary", Value::Boolean(true))];
        let filter = Filter::parse(filter).unwrap_or_else(|_| panic!("{filter}"));
        filter.matches(|name| element.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value))
    }

    #[test]
    fn filters_are_evaluated() {
        for (filter, expected) in [
            (r#"type eq "work""#, true),
            (r#"TYPE EQ "Work""#, true),
            ("type eq work", true),
            (r#"type eq"work""#, true),
            (r#"type ne "work""#, false),
            (r#"display ne "x""#, true),
            (r#"value co "@X.""#, true),
            (r#"value sw "a@""#, true),
            (r#"value ew "test""#, true),
            ("value pr", true),
            ("display pr", false),
            ("display eq null", true),
            ("primary eq true", true),
            (r#"primary eq "True""#, true),
            (r#"value gt "a""#, true),
            (r#"value le "a""#, false),
            (r#"type eq "home" or type eq "work" and primary eq true"#, true),
            (r#"(type eq "home" or type eq "work") and primary eq false"#, false),
            (r#"not (type eq "home")"#, true),
            (r#"not (type eq "work" or type eq "home") or value pr"#, true),
            (r#"type eq "home" and not (value pr) or primary eq true"#, true),
            (r#"((type eq "work"))"#, true),
            (r#"type eq "\u0077ork""#, true),
        ] {
            assert_eq!(holds(filter), expected, "{filter}");
        }
    }

    #[test]
    fn what_is_no_filter_is_refused() {
        let deep = format!("{}type eq 1{}", "(".repeat(5_000), ")".repeat(5_000));
        let long = vec!["type eq 1"; 101].join(" and ");
        let endless = "type eq \"".to_owned() + &"a".repeat(10_000);
        let negations = "not (".repeat(100);
        for filter in [
            "",
            " ",
            "type",
            "type eq",
            "type eq ",
            "eq \"x\"",
            "type is \"x\"",
            "type eq \"x",
            "type eq \"x\" and",
            "type eq \"x\" type eq \"y\"",
            "type eq a b",
            "type eq 'x'",
            "(type eq \"x\"",
            "type eq \"x\")",
            "()",
            "not type eq \"x\"",
            "and type eq \"x\"",
            "emails[type eq \"work\"]",
            "type eq \"\\ud800\"",
            "type eq \"a\"b",
            "ty\u{0}pe eq 1",
            "type..x eq 1",
            &deep,
            &long,
            &endless,
            &negations,
        ] {
            assert_eq!(Filter::parse(filter), Err(Malformed), "{filter}");
        }
    }

    #[test]
    fn equalities_are_told_from_the_rest() {
        let count = |filter: &str| {
            let filter = Filter::parse(filter).unwrap();
            (filter.conjunction().map(|list| list.len()), filter.disjunction().map(|list| list.len()))
        };
        assert_eq!(count(r#"id eq "1""#), (Some(1), Some(1)));
        assert_eq!(count(r#"id eq "1" and manager eq "2""#), (Some(2), None));
        assert_eq!(count(r#"id eq "1" or id eq "2""#), (None, Some(2)));
        assert_eq!(count(r#"id sw "1""#), (None, None));
        assert_eq!(count(r#"not (id eq "1")"#), (None, None));
    }

    #[test]
    fn strings_end_where_json_says() {
        assert_eq!(end_of_string(r#""a\"]b" x"#), Some(7));
        assert_eq!(end_of_string(r#""a\\""#), Some(5));
        assert_eq!(end_of_string(r#""a"#), None);
    }
}
