import pytest

from service.scripts.names import OUTSIDE, names_of


def said(source: str) -> str:
    """Write a module with its own variables in «», with a colon where properties, too."""
    names = names_of(source)
    pieces = list(names.pieces)
    for place, part in names.places.items():
        word = pieces[place]
        if word in names.seen or (part, word) in names.inner:
            pieces[place] = f"«{word}{':' * (place in names.doubles)}»"
    return "".join(pieces)


@pytest.mark.parametrize(
    "source",
    [
        "const «price»=one.price?.price",
        "const «sum»=(«left»,«right»=3)=>«left»+«right»",
        "const {«title:»,url:«link»,...«rest»}=hit;«link»(«title»,«rest»)",
        "const [«first»,[,«second»]]=list;«first»(«second»)",
        "function «f»({«q:»=say('x'),«page:»}){«q»(«page»)}",
        "const «o»={price:1,see(«a»){«a»},«o:»}",
        "const «x»=a?«x»:b",
        "for(const «one» of all){«one».go()}",
        "try{go()}catch(«error»){«error»}",
        "if(event){use(event)}",
        "class «Tile» extends Base{static styles=[];name=1;get size(){return «Tile»}}",
        "class «Tile»{async ask(«q»){this.ask(«q»)}#own=1}",
        "const «a»=`x ${«a»} }${{«a:»}} {`;",
        "const «label»={class:'name'};{const «own»={«own:»}}",
        "«one»=>«one»",
        "const «a»=async(«b»)=>{await «b»}",
    ],
)
def test_variables_are_told_from_properties(source: str) -> None:
    plain = source.replace("«", "").replace(":»", "").replace("»", "")
    assert said(plain) == source


def test_what_is_declared_in_one_part_says_nothing_of_another() -> None:
    names = names_of("const one=(event)=>event;const two=()=>event;")
    assert names.seen == {"one", "two"}
    ((part, name),) = names.inner
    assert (part != OUTSIDE, name) == (True, "event")
    events = [place for place in names.places if names.pieces[place] == "event"]
    assert [names.places[place] == part for place in events] == [True, True, False]
