//! The icons of all pages in one file, which a browser keeps: a page names them and does not carry their drawings.

use super::own_file::{FileKind, OwnFile};
use icondata_core::{Icon as Drawing, IconData};
use icondata_lu as lu;
use std::{collections::HashMap, fmt::Write, sync::LazyLock};

/// Lists icons with their names.
macro_rules! icons {
    ($($name:ident)*) => {
        /// The icons that pages use, by name. One that is missing is drawn in its page; a test finds it.
        fn icons() -> impl Iterator<Item = (&'static str, Drawing)> {
            [$((stringify!($name), lu::$name)),*].into_iter()
        }
    };
}

icons! {
    LuActivity LuArchive LuArrowRight LuBan LuBell LuBookOpen LuBookmark LuBox LuBoxes LuCalendarClock LuCalendarOff
    LuCalendarPlus LuCalendarX LuCheck LuCheckCheck LuChevronDown LuChevronLeft LuChevronRight LuCircleAlert
    LuCircleArrowDown LuCircleArrowUp LuCircleCheck LuCircleHelp LuCircleMinus LuCirclePlus LuCircleSlash
    LuCircleX LuClock LuCloudOff LuColumns3 LuCopy LuCrown LuDatabase LuDownload LuEllipsis LuEqual LuExternalLink LuEye
    LuFile LuFileCode LuFileDown LuFileInput LuFileJson LuFileQuestion LuFileSpreadsheet LuFileText LuFileX2 LuFiles LuFlaskConical
    LuFolder LuFolderOpen LuFolderPlus LuFolders LuGlobe LuGrid3x3 LuHistory LuHourglass LuHouse LuIdCard
    LuInbox LuInfo LuKeyRound LuLayoutDashboard LuLayoutTemplate LuLightbulb LuLink LuListChecks LuListFilter
    LuLock LuLogOut LuMail LuMailX LuMenu LuMinus LuMonitor LuMoon LuPackage LuPackageCheck LuPackagePlus
    LuPause LuPencil LuPlay LuPlug LuPlugZap LuPlus LuRedo2 LuRefreshCw LuRotateCcw LuRotateCw LuScale
    LuScrollText LuSearch LuSearchX LuSend LuSettings LuSettings2 LuSheet LuShieldAlert LuShieldCheck
    LuShoppingBag LuSun LuTable LuTable2 LuTag LuTags LuTimerOff LuTrash2 LuTriangleAlert LuUndo2 LuUser
    LuUserCheck LuUserCog LuUserMinus LuUserPen LuUserPlus LuUserRoundCheck LuUserSearch LuUserX LuUsers LuUsersRound LuX
    LuZap
}

/// The file, and how a page names each of its icons.
pub struct Sprite {
    /// The file itself.
    pub file: OwnFile,
    /// The inside of an `svg` for each icon, by the address of its drawing.
    inside: HashMap<usize, String>,
}

/// The one sprite of this program.
pub static SPRITE: LazyLock<Sprite> = LazyLock::new(Sprite::new);

impl Sprite {
    fn new() -> Self {
        let mut text = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\">");
        for (name, drawing) in icons() {
            // Writing to a string cannot fail.
            _ = write!(text, "<symbol id=\"{name}\" viewBox=\"0 0 24 24\">{}</symbol>", drawing.data);
        }
        text.push_str("</svg>\n");
        let file = OwnFile::new("icons", FileKind::Svg, text);
        let inside = |(name, drawing)| (address(drawing), format!("<use href=\"{}#{name}\"/>", file.url()));
        let inside = icons().map(inside).collect();
        Self { file, inside }
    }

    /// What goes into the `svg` of an icon: its name in the file, or the drawing itself where the file has none.
    pub fn inside(&self, icon: Drawing) -> &str {
        self.inside.get(&address(icon)).map_or(icon.data, String::as_str)
    }
}

/// Each drawing is a static of its own, and so is its address.
fn address(icon: Drawing) -> usize {
    std::ptr::from_ref::<IconData>(icon).addr()
}

#[cfg(test)]
mod tests {
    use super::*;
    use icondata_lu as drawings;
    use std::{collections::BTreeSet, fs, path::Path};

    /// Names of icons in the program's source.
    fn used(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                used(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let names = text.split("lu::Lu").skip(1);
                let name = |rest: &str| rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap().to_owned();
                found.extend(names.map(|rest| format!("Lu{}", name(rest))).filter(|name| name != "Lu"));
            }
        }
    }

    #[test]
    fn the_file_has_every_icon_that_pages_use_and_no_other() {
        let mut there = BTreeSet::new();
        used(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut there);
        let listed: BTreeSet<String> = icons().map(|(name, _)| name.to_owned()).collect();
        let (missing, unused): (Vec<_>, Vec<_>) =
            (there.difference(&listed).collect(), listed.difference(&there).collect());
        assert!(missing.is_empty() && unused.is_empty(), "to be listed: {missing:?}; used nowhere: {unused:?}");
    }

    #[test]
    fn an_icon_is_named_by_its_own_file() {
        let x = SPRITE.inside(lu::LuX);
        assert_eq!(x, format!("<use href=\"{}#LuX\"/>", SPRITE.file.url()));
        let drawn = format!("<symbol id=\"LuX\" viewBox=\"0 0 24 24\">{}</symbol>", lu::LuX.data);
        assert!(SPRITE.file.text().contains(&drawn));
        assert_eq!(
            SPRITE.inside(drawings::LuAArrowDown),
            drawings::LuAArrowDown.data,
            "one that is not listed is drawn"
        );
    }
}
