use super::*;
use crate::xml::canonical::{Form, Method, Parts as Canonical, canonical_content};

/// Writes down what comes, and the canonical form of it all.
struct Log {
    canonical: Option<Canonical<String>>,
    lines: Vec<String>,
    skip: bool,
}

impl Log {
    fn new(form: Form) -> Self {
        let method = Method { form, ..Method::EXCLUSIVE };
        Self { canonical: Some(Canonical::new(&method, String::new()).unwrap()), lines: Vec::new(), skip: false }
    }

    fn canonical(&mut self) -> &mut Canonical<String> {
        self.canonical.as_mut().unwrap()
    }
}

impl Visitor for Log {
    type Error = Error;

    fn open(&mut self, tag: Element<'_, '_>) -> Result<(), Error> {
        self.canonical().open(tag);
        self.lines.push(format!("open {} {:?}", tag.local_name(), tag.place()));
        Ok(())
    }

    fn wants(&mut self, tag: &str) -> bool {
        !self.skip || !tag.contains("skipped")
    }

    fn element(&mut self, document: &Document<'_>) -> Result<(), Error> {
        self.canonical().element(document.root()).unwrap();
        let last = document.root().children().last().map(Element::place);
        self.lines.push(format!("element {} {:?} {last:?}", document.root().local_name(), document.root().place()));
        Ok(())
    }

    fn space(&mut self, space: &str) -> Result<(), Error> {
        self.canonical().content(space, false).unwrap();
        Ok(())
    }

    fn between(&mut self, holder: &Document<'_>) -> Result<(), Error> {
        let content = canonical_content(holder.root());
        self.canonical().content(&content, false).unwrap();
        Ok(())
    }

    fn close(&mut self) -> Result<(), Error> {
        self.canonical().close();
        self.lines.push("close".into());
        Ok(())
    }

    fn whole(&mut self, document: &Document<'_>) -> Result<(), Error> {
        self.lines.push(format!("whole {}", document.root().local_name()));
        Ok(())
    }
}

fn read(text: &str, size: usize, log: &mut Log) -> Result<(), Error> {
    let mut parts = Parts::new("List");
    for chunk in text.as_bytes().chunks(size) {
        parts.push(chunk, log)?;
    }
    parts.finish(log)?;
    assert_eq!((parts.bytes(), parts.characters()), (text.len(), text.trim_start_matches('\u{feff}').chars().count()));
    Ok(())
}

const LIST: &str = "\u{feff}<?xml version=\"1.0\" encoding='UTF-8'?>\n<!-- <List> --><?p i?>\n\
    <a:List xmlns:a='urn:a' xmlns='urn:d' xmlns:unused='urn:u' x='>'>\r\n \u{fc}&amp;<![CDATA[<List>]]><!-- </a:List> -->\n\
    <Item y='\"/>\"'><b xmlns=''/>te&lt;xt<!-- </Item> --></Item><?p </a:List>?>\n\
    <List z='1' xmlns:a='urn:b'><a:Item/>\n\t<Item xmlns='urn:d'\n><c/></Item></List ><List/>\u{fc} <Item/></a:List>\n<!-- end -->\n";

#[test]
fn however_it_is_cut_the_parts_are_the_same() {
    let document = Document::parse(LIST).unwrap();
    for form in [Form::Exclusive, Form::Inclusive] {
        let mut expected = String::new();
        Method { form, ..Method::EXCLUSIVE }.canonicalize(document.root(), None, &mut expected).unwrap();
        let mut whole = Log::new(form);
        read(LIST, LIST.len(), &mut whole).unwrap();
        for size in 1..70 {
            let mut log = Log::new(form);
            read(LIST, size, &mut log).unwrap();
            assert_eq!(log.lines, whole.lines, "{size}");
            assert_eq!(log.canonical.take().unwrap().finish(), expected, "{size}");
        }
    }
}

#[test]
fn places_are_those_of_the_whole_document() {
    let document = Document::parse(LIST).unwrap();
    let mut log = Log::new(Form::Exclusive);
    read(LIST, 5, &mut log).unwrap();
    let mut expected = Vec::new();
    fn walk(element: Element<'_, '_>, expected: &mut Vec<String>) {
        if element.local_name() == "List" {
            expected.push(format!("open List {:?}", element.place()));
            element.children().for_each(|child| walk(child, expected));
            expected.push("close".into());
        } else {
            let last = element.children().last().map(Element::place);
            expected.push(format!("element {} {:?} {last:?}", element.local_name(), element.place()));
        }
    }
    walk(document.root(), &mut expected);
    assert_eq!(log.lines, expected);
}

#[test]
fn what_the_parser_refuses_is_refused_at_the_same_place() {
    for text in [
        "",
        " \n",
        "x",
        "<List>",
        "<List><a></List>",
        "<List>\n <a><b></a></List>",
        "<List></list>",
        "<List/><List/>",
        "<List/>x",
        "x<List/>",
        " <?xml version='1.0'?><List/>",
        "\n\n<?xml version='1.0'?><List/>",
        "<!DOCTYPE List><List/>",
        "<List>&nbsp;</List>",
        "<List><a>&nbsp;</a></List>",
        "<List><a b='1' b='2'/></List>",
        "<List b='1' b='2'></List>",
        "<List><p:a/></List>",
        "<p:List/>",
        "<List>]]></List>",
        "<List><![CDATA[</List>",
        "<List><!-- -- --></List>",
        "<List><a></List></a>",
        "<List>\u{1}</List>",
        "<List><a>\u{1}</a></List>",
        "<List><",
        "<List></",
        "<List x='",
        "<List><!-",
        "<a></b>",
        "<a/><b/>",
    ] {
        let expected = Document::parse(text).map(|_| ()).unwrap_err();
        for size in [1, 2, 3, 1000] {
            let refused = read(text, size, &mut Log::new(Form::Exclusive)).unwrap_err();
            match (&refused, &expected) {
                // Where a container ends too early, two readers may see it at two places.
                (Error::NotWellFormed { .. }, Error::NotWellFormed { .. }) => {}
                _ => assert_eq!(refused, expected, "{text}"),
            }
        }
    }
    let cut = "<List>\n<a>\u{fc}".as_bytes();
    let mut parts = Parts::new("List");
    let mut log = Log::new(Form::Exclusive);
    parts.push(cut.get(..cut.len() - 1).unwrap(), &mut log).unwrap();
    assert_eq!(parts.finish(&mut log), Err(Error::NotUtf8 { line: 2, column: 4 }));
    let mut parts = Parts::new("List");
    assert_eq!(parts.push(b"<List><a>\xff</a></List>", &mut log), Err(Error::NotUtf8 { line: 1, column: 10 }));
}

#[test]
fn what_is_not_wanted_is_passed_over() {
    let mut log = Log { skip: true, ..Log::new(Form::Exclusive) };
    read("<List><a n='skipped'><List>&nope;</List></a><b/></List>", 3, &mut log).unwrap();
    assert_eq!(log.lines, ["open List (1, 1)", "element b (1, 45) None", "close"]);
}

#[test]
fn levels_and_bytes_have_a_ceiling() {
    let deep = "<List>".repeat(limits::XML_DEPTH + 1);
    assert!(matches!(read(&deep, 100, &mut Log::new(Form::Exclusive)), Err(Error::TooMuch { .. })));
    let mut parts = Parts::new("List");
    let mut log = Log::new(Form::Exclusive);
    parts.push(b"<List><a>", &mut log).unwrap();
    let chunk = vec![b'x'; 1 << 20];
    let refused = (0..=limits::XML_PART >> 20).find_map(|_| parts.push(&chunk, &mut log).err());
    assert!(matches!(refused, Some(Error::TooMuch { .. })));
}
