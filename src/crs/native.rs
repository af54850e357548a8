//! The one module that calls PROJ's C interface, and with it the only one with `unsafe`: the crate `proj` neither lists the operations
//! between two systems nor says how accurate they are.
//!
//! # Safety
//! - A [`Context`] owns its `PJ_CONTEXT`, an [`Object`] its `PJ`, and an object cannot outlive its context: it borrows it, or
//!   ([`Pipeline`]) is dropped before it. Both are destroyed once, in `drop`.
//! - PROJ allows a context and its objects in any one thread at a time; [`Pipeline`] is therefore `Send` and not `Sync`.
//! - Every pointer that PROJ returns is checked for null; texts are copied before the next call.
//!
//! The database is the one inside the binary: neither `PROJ_DATA` nor the network is asked, so that no result depends on the machine.

#![allow(unsafe_code)]

use proj_sys::*;
use std::ffi::{CStr, CString, c_char};
use std::ptr::{null, null_mut};

/// West, south, east, north, degrees; west above east across the antimeridian.
pub(super) type Area = [f64; 4];

pub(super) struct Context(*mut PJ_CONTEXT);

impl Context {
    pub fn new() -> Option<Self> {
        // A folder that is no folder keeps PROJ from looking into those of the environment.
        let nowhere = c"/dev/null/standoff".as_ptr();
        // SAFETY: the context is fresh and checked; PROJ copies the path.
        unsafe {
            let context = proj_context_create();
            if context.is_null() {
                return None;
            }
            proj_log_level(context, PJ_LOG_LEVEL_PJ_LOG_NONE);
            proj_context_set_search_paths(context, 1, [nowhere].as_ptr());
            proj_context_set_enable_network(context, 0);
            Some(Context(context))
        }
    }

    fn object(&self, pj: *mut PJ) -> Option<Object<'_>> {
        (!pj.is_null()).then_some(Object { pj, context: self })
    }

    /// Anything that PROJ knows by text: `EPSG:3301`, a name, WKT, PROJJSON.
    pub fn create(&self, text: &str) -> Option<Object<'_>> {
        let text = CString::new(text).ok()?;
        // SAFETY: context and text live through the call.
        self.object(unsafe { proj_create(self.0, text.as_ptr()) })
    }

    /// Operations from one system to another, the best first, without those whose grids are not in the binary.
    pub fn operations<'c>(
        &'c self,
        from: &Object,
        to: &Object,
        area: Option<Area>,
        search: Search,
    ) -> Vec<Object<'c>> {
        // SAFETY: all objects are alive and of this context; the lists and the factory's settings are destroyed here.
        unsafe {
            let factory = proj_create_operation_factory_context(self.0, null());
            if factory.is_null() {
                return Vec::new();
            }
            if let Some([west, south, east, north]) = area {
                proj_operation_factory_context_set_area_of_interest(
                    self.0, factory, west, south, east, north,
                );
            }
            proj_operation_factory_context_set_spatial_criterion(
                self.0,
                factory,
                PROJ_SPATIAL_CRITERION_PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION,
            );
            proj_operation_factory_context_set_grid_availability_use(
                self.0,
                factory,
                match search {
                    Search::WithGrids => {
                        PROJ_GRID_AVAILABILITY_USE_PROJ_GRID_AVAILABILITY_IGNORED
                    }
                    _ => PROJ_GRID_AVAILABILITY_USE_PROJ_GRID_AVAILABILITY_DISCARD_OPERATION_IF_MISSING_GRID,
                },
            );
            proj_operation_factory_context_set_allow_ballpark_transformations(
                self.0,
                factory,
                (search == Search::WithBallpark).into(),
            );
            let list = proj_create_operations(self.0, from.pj, to.pj, factory);
            proj_operation_factory_context_destroy(factory);
            self.take(list)
        }
    }

    /// # Safety
    /// `list` is null or a list of this context that nobody else destroys.
    unsafe fn take(&self, list: *mut PJ_OBJ_LIST) -> Vec<Object<'_>> {
        if list.is_null() {
            return Vec::new();
        }
        // SAFETY: the list is alive until it is destroyed; its members are copies of their own.
        unsafe {
            let count = proj_list_get_count(list);
            let all = (0..count)
                .filter_map(|i| self.object(proj_list_get(self.0, list, i)))
                .collect();
            proj_list_destroy(list);
            all
        }
    }

    /// The pipeline of an operation, with coordinates in the order x, y (longitude, latitude) on both sides.
    pub fn pipeline(self, operation: impl FnOnce(&Context) -> Option<*mut PJ>) -> Option<Pipeline> {
        let pj = operation(&self)?;
        Some(Pipeline { pj, context: self })
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: it is ours, and no object of it is left.
        unsafe { proj_context_destroy(self.0) };
    }
}

/// What operations are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Search {
    /// Those that can be run and are no guess.
    Sound,
    /// Guesses too, that leave a datum's shift out.
    WithBallpark,
    /// Those too that need grids of shifts.
    WithGrids,
}

/// A coordinate reference system or an operation.
pub(super) struct Object<'c> {
    pj: *mut PJ,
    context: &'c Context,
}

impl Drop for Object<'_> {
    fn drop(&mut self) {
        // SAFETY: it is ours. What `proj_destroy` returns is null.
        unsafe { proj_destroy(self.pj) };
    }
}

/// # Safety
/// `text` is null or a C string.
unsafe fn copied(text: *const c_char) -> Option<String> {
    // SAFETY: as promised.
    (!text.is_null()).then(|| {
        unsafe { CStr::from_ptr(text) }
            .to_string_lossy()
            .into_owned()
    })
}

// In each block below object and context are alive, and texts are copied at once.
impl<'c> Object<'c> {
    /// Gives the raw object away; its context must outlive it.
    pub fn release(self) -> *mut PJ {
        let pj = self.pj;
        std::mem::forget(self);
        pj
    }

    pub fn kind(&self) -> PJ_TYPE {
        // SAFETY: see above.
        unsafe { proj_get_type(self.pj) }
    }

    pub fn is_crs(&self) -> bool {
        // SAFETY: see above.
        unsafe { proj_is_crs(self.pj) != 0 }
    }

    pub fn name(&self) -> String {
        // SAFETY: see above.
        unsafe { copied(proj_get_name(self.pj)) }.unwrap_or_default()
    }

    /// As `EPSG:3301`.
    pub fn code(&self) -> Option<String> {
        // SAFETY: see above.
        unsafe {
            let authority = copied(proj_get_id_auth_name(self.pj, 0))?;
            Some(format!(
                "{authority}:{}",
                copied(proj_get_id_code(self.pj, 0))?
            ))
        }
    }

    /// Part of a compound or bound system, by number.
    pub fn part(&self, number: i32) -> Option<Object<'c>> {
        // SAFETY: see above.
        self.context
            .object(unsafe { proj_crs_get_sub_crs(self.context.0, self.pj, number) })
    }

    /// The system that a bound one shifts from.
    pub fn source(&self) -> Option<Object<'c>> {
        // SAFETY: see above.
        self.context
            .object(unsafe { proj_get_source_crs(self.context.0, self.pj) })
    }

    /// The geographic system under a projected one.
    pub fn geodetic(&self) -> Option<Object<'c>> {
        // SAFETY: see above.
        self.context
            .object(unsafe { proj_crs_get_geodetic_crs(self.context.0, self.pj) })
    }

    /// The same without a third axis.
    pub fn flat(&self) -> Option<Object<'c>> {
        // SAFETY: a null name keeps the own one.
        self.context
            .object(unsafe { proj_crs_demote_to_2D(self.context.0, null(), self.pj) })
    }

    /// Systems of the database that are this one, or nearly: confidence in percent.
    pub fn identified(&self) -> Vec<(Object<'c>, i32)> {
        let mut confidence = null_mut();
        // SAFETY: the list of numbers is as long as the list of objects, and ours to destroy.
        unsafe {
            let list = proj_identify(self.context.0, self.pj, null(), null(), &mut confidence);
            let found = self.context.take(list);
            let with = (found.into_iter().enumerate())
                .map(|(i, object)| {
                    let percent = if confidence.is_null() {
                        0
                    } else {
                        *confidence.add(i)
                    };
                    (object, percent)
                })
                .collect();
            if !confidence.is_null() {
                proj_int_list_destroy(confidence);
            }
            with
        }
    }

    pub fn area_of_use(&self) -> Option<Area> {
        let mut area = [0.0; 4];
        let [west, south, east, north] = &mut area;
        // SAFETY: four numbers are written; the name is not wanted.
        let known = unsafe {
            proj_get_area_of_use(
                self.context.0,
                self.pj,
                west,
                south,
                east,
                north,
                null_mut(),
            )
        };
        // PROJ says -1000 where it does not know.
        (known != 0 && area.iter().all(|a| *a > -1000.0)).then_some(area)
    }

    /// Accuracy of an operation, m; `None` where PROJ does not know it.
    pub fn accuracy(&self) -> Option<f64> {
        // SAFETY: see above.
        let accuracy = unsafe { proj_coordoperation_get_accuracy(self.context.0, self.pj) };
        (accuracy >= 0.0).then_some(accuracy)
    }

    pub fn is_ballpark(&self) -> bool {
        // SAFETY: see above.
        unsafe { proj_coordoperation_has_ballpark_transformation(self.context.0, self.pj) != 0 }
    }

    pub fn is_runnable(&self) -> bool {
        // SAFETY: see above.
        unsafe { proj_coordoperation_is_instantiable(self.context.0, self.pj) != 0 }
    }

    /// The first grid of shifts that an operation needs.
    pub fn grid(&self) -> Option<String> {
        let mut name = null();
        // SAFETY: out parameters may be null; the name is copied at once.
        unsafe {
            let known = proj_coordoperation_get_grid_used(
                self.context.0,
                self.pj,
                0,
                &mut name,
                null_mut(),
                null_mut(),
                null_mut(),
                null_mut(),
                null_mut(),
                null_mut(),
            );
            if known == 0 { None } else { copied(name) }
        }
    }

    /// The operation with coordinates in the order x, y on both sides.
    pub fn normalized(&self) -> Option<Object<'c>> {
        // SAFETY: see above.
        self.context
            .object(unsafe { proj_normalize_for_visualization(self.context.0, self.pj) })
    }

    /// The operation as a PROJ string.
    pub fn recipe(&self) -> Option<String> {
        // SAFETY: see above.
        unsafe {
            copied(proj_as_proj_string(
                self.context.0,
                self.pj,
                PJ_PROJ_STRING_TYPE_PJ_PROJ_5,
                null(),
            ))
        }
    }

    /// A system as WKT 1, as GDAL writes it.
    pub fn wkt(&self) -> Option<String> {
        // SAFETY: see above.
        unsafe {
            copied(proj_as_wkt(
                self.context.0,
                self.pj,
                PJ_WKT_TYPE_PJ_WKT1_GDAL,
                null(),
            ))
        }
    }

    /// Runs the operation on positions in place; what fails becomes infinite.
    pub fn run(&self, positions: &mut [[f64; 2]]) {
        // SAFETY: see `run`.
        unsafe { run(self.pj, PJ_DIRECTION_PJ_FWD, positions) };
    }
}

/// An operation with the context that it lives in.
pub(super) struct Pipeline {
    pj: *mut PJ,
    #[allow(dead_code)] // Held for `pj`, and dropped after it.
    context: Context,
}

// SAFETY: PROJ objects may move between threads as long as one thread at a time uses them and their context; both move together.
unsafe impl Send for Pipeline {}

impl Pipeline {
    /// Runs the operation on positions in place; what fails becomes infinite. Exclusive: PROJ keeps its error number in the object.
    pub fn run(&mut self, positions: &mut [[f64; 2]], inverse: bool) {
        let direction = if inverse {
            PJ_DIRECTION_PJ_INV
        } else {
            PJ_DIRECTION_PJ_FWD
        };
        // SAFETY: see `run`.
        unsafe { run(self.pj, direction, positions) };
    }
}

impl Drop for Pipeline {
    fn drop(&mut self) {
        // SAFETY: it is ours, and its context is dropped after this.
        unsafe { proj_destroy(self.pj) };
    }
}

/// # Safety
/// `pj` is a living operation that no other thread uses.
unsafe fn run(pj: *mut PJ, direction: PJ_DIRECTION, positions: &mut [[f64; 2]]) {
    let stride = size_of::<[f64; 2]>();
    let count = positions.len();
    let x = positions.as_mut_ptr().cast::<f64>();
    // SAFETY: `count` pairs of numbers lie `stride` bytes apart from `x` on; the second of each pair is one number further. Null
    // pointers stand for coordinates that there are not.
    unsafe {
        proj_errno_reset(pj);
        let y = x.wrapping_add(1);
        proj_trans_generic(
            pj,
            direction,
            x,
            stride,
            count,
            y,
            stride,
            count,
            null_mut(),
            0,
            0,
            null_mut(),
            0,
            0,
        );
    }
}
