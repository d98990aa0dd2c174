//! What holds of any filter.

use super::*;

proptest! {
    #[test]
    fn any_text_reads_or_is_wrong_in_a_place_of_it(text in prop_oneof![".{0,40}", likely()]) {
        match parse(&text) {
            Ok(query) => {
                let shown = query.to_string();
                prop_assert_eq!(parse(&shown).map(|again| again.to_string()), Ok(shown));
            }
            Err(fault) => {
                prop_assert!(text.get(fault.span.clone()).is_some_and(|wrong| !wrong.is_empty()));
                prop_assert!(!fault.sentence.is_empty());
            }
        }
        if let Some(typing) = typing(&text, About::Scans.facets()) {
            prop_assert!(text.get(typing.span().clone()).is_some());
            prop_assert_eq!(typing.span().end, text.len());
        }
    }

    #[test]
    fn a_piece_of_text_is_found_wherever_it_is_whatever_the_case(text in "[a-zA-Z./_]{0,12}", piece in "[a-zA-Z./_]{0,3}") {
        let there = text.to_lowercase().contains(&piece.to_lowercase());
        prop_assert_eq!(finder(&piece)(&text), there);
    }

    #[test]
    fn a_term_and_its_denial_never_both_hold(text in likely()) {
        let report = report("scorer", true);
        let term: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '-' | '!' | '@')).collect();
        let read = (parse(&term), parse(&format!("-{term}")));
        prop_assert_eq!(read.0.is_ok(), read.1.is_ok());
        if let (Ok(one), Ok(_)) = read && !one.is_empty() {
            let holds = |text: &str| accepts(text, &report, &Decisions::default());
            prop_assert!(holds(&term) != holds(&format!("-{term}")), "{}", term);
        }
    }

    #[test]
    fn values_in_quotes_are_what_they_were(text in "[^\\r\\n]{1,20}") {
        let typed = format!("file:{}", quoted(&text));
        let values = parse(&typed).map(|query| query.terms[0].values.clone());
        prop_assert_eq!(values, Ok(vec![text]));
    }
}
