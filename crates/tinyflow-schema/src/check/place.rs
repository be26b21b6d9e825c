//! Where in a value the check is: a path that costs nothing unless it is asked for.

pub(super) struct Place<'p> {
    below: Option<(&'p Place<'p>, Step<'p>)>,
}

#[derive(Clone, Copy)]
pub(super) enum Step<'p> {
    Property(&'p str),
    Item(usize),
}

impl<'p> Place<'p> {
    pub(super) const ROOT: Place<'static> = Place { below: None };

    pub(super) fn property(&'p self, name: &'p str) -> Self {
        Self {
            below: Some((self, Step::Property(name))),
        }
    }

    pub(super) fn item(&'p self, index: usize) -> Self {
        Self {
            below: Some((self, Step::Item(index))),
        }
    }

    pub(super) fn path(&self) -> Vec<String> {
        let mut path = Vec::new();
        let mut place = self;
        while let Some((above, step)) = &place.below {
            path.push(match step {
                Step::Property(name) => (*name).to_owned(),
                Step::Item(index) => index.to_string(),
            });
            place = above;
        }
        path.reverse();
        path
    }
}
